package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The load's own eyes: it counts what is answered, and sees what fails and what is cut.
class LoadTest {
    private final AtomicInteger ids = new AtomicInteger();
    private final HttpServer server;
    private volatile boolean failing;
    private volatile boolean cutting;

    LoadTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void countsWhatIsAnsweredOnBothKindsOfConnections() {
        Tally tally = run();
        assertThat(tally.failed()).isEmpty();
        assertThat(tally.cut()).isEmpty();
        assertThat(tally.requests()).isGreaterThanOrEqualTo(100);
        assertThat(tally.streams()).isGreaterThanOrEqualTo(3);
        assertThat(tally.answered()).hasSize((int) (tally.requests() + tally.streams()));
    }

    @Test
    void tellsFailuresByTheirReason() {
        failing = true;
        Tally tally = run();
        assertThat(tally.failed()).containsKeys("new: 503 no", "kept: 503 no");
    }

    @Test
    void seesAStreamThatEndsWithoutItsLastWord() {
        cutting = true;
        Tally tally = run();
        assertThat(tally.cut()).isNotEmpty();
        assertThat(tally.failed()).isEmpty();
    }

    private Tally run() {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (Load load = Load.start(uri, "sk-test", 200, 3)) {
            load.goOn(100);
            return load.stop();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean stream = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                .contains("\"stream\":true");
        exchange.getResponseHeaders().set("x-request-id", "r" + ids.incrementAndGet());
        if (!stream) {
            byte[] body = (failing ? "no" : "yes").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(failing ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (int i = 0; i < 20; i++) {
            out.write("data: {}\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            pause();
        }
        if (!cutting) {
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
        exchange.close();
    }

    /// A word's time of the provider that this one plays.
    private static void pause() {
        LockSupport.parkNanos(20_000_000);
    }
}
