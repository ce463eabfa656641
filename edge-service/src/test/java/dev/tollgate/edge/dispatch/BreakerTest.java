package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.net.NetSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A deployment that failed is left alone; then one request at a time finds out whether it is well again.
class BreakerTest extends DispatchRig {
    private static final long HOUR_MILLIS = 3_600_000;

    private final List<NetSocket> held = new CopyOnWriteArrayList<>();

    @BeforeEach
    void opensAfterTwoFailures() {
        settings.put("tollgate.edge.dispatch.breaker-failures", "2");
        settings.put("tollgate.edge.dispatch.breaker-delay", "1H");
        settings.put("tollgate.edge.dispatch.probe-max", "1H");
        route = targets(2);
        streaming = false;
    }

    @Test
    void openItIsLeftAlone() {
        break0();
        script.add(answer(200, ANSWER));
        call();
        assertThat(called()).containsExactly("d0", "d1", "d0", "d1", "d1");
    }

    @Test
    void halfOpenItGetsOneRequestAtATime() {
        break0();
        anHourLater();
        script.add(held::add);
        CompletableFuture<HttpResponse<String>> probe = callAsync();
        await().until(() -> held.size() == 1);
        script.add(answer(200, ANSWER));
        script.add(answer(200, ANSWER));
        call();
        call();
        assertThat(lastCalled(3)).containsExactly("d0", "d1", "d1");
        answer(200, ANSWER).accept(held.getFirst());
        assertThat(probe.join().statusCode()).isEqualTo(200);
        script.add(answer(200, ANSWER));
        call();
        assertThat(lastCalled(1)).containsExactly("d0");
    }

    @Test
    void aProbeThatFailsOpensItAgain() {
        break0();
        anHourLater();
        script.add(answer(500, "{}"));
        script.add(answer(200, ANSWER));
        script.add(answer(200, ANSWER));
        call();
        call();
        assertThat(lastCalled(3)).containsExactly("d0", "d1", "d1");
    }

    @Test
    void aProbeThatNeverTellsDoesNotWedgeIt() {
        break0();
        anHourLater();
        script.add(held::add);
        CompletableFuture<HttpResponse<String>> probe = callAsync();
        await().until(() -> held.size() == 1);
        script.add(answer(200, ANSWER));
        call();
        assertThat(lastCalled(1)).as("it has its time").containsExactly("d1");
        passed.addAndGet(HOUR_MILLIS);
        script.add(answer(200, ANSWER));
        call();
        assertThat(lastCalled(1)).containsExactly("d0");
        answer(200, ANSWER).accept(held.getFirst());
        probe.join();
    }

    @Test
    void aProbeWhoseClientLeavesLetsTheNextOneTry() throws Exception {
        break0();
        anHourLater();
        script.add(held::add);
        try (Socket client = raw()) {
            await().until(() -> held.size() == 1);
            assertThat(client.isClosed()).isFalse();
        }
        await().until(() -> reports.size() == 3);
        script.add(answer(200, ANSWER));
        call();
        assertThat(lastCalled(1)).containsExactly("d0");
    }

    @Test
    void aStreamsFirstEventIsTheProbesVerdict() {
        break0();
        anHourLater();
        streaming = true;
        script.add(socket -> {
            held.add(socket);
            socket.write(head("text/event-stream") + CHUNK);
        });
        CompletableFuture<HttpResponse<String>> probe = callAsync();
        await().until(() -> held.size() == 1);
        await().atMost(Duration.ofSeconds(2)).until(() -> {
            script.add(events(CHUNK + LAST + DONE));
            call();
            return called().getLast().equals("d0");
        });
        held.getFirst().end(io.vertx.core.buffer.Buffer.buffer(LAST + DONE));
        assertThat(probe.join().body()).endsWith(DONE);
    }

    /// Two requests fail at `d0` and are answered by `d1`.
    private void break0() {
        open();
        for (int i = 0; i < 2; i++) {
            script.add(answer(500, "{}"));
            script.add(answer(200, ANSWER));
            assertThat(call().statusCode()).isEqualTo(200);
        }
    }

    private void anHourLater() {
        passed.addAndGet(HOUR_MILLIS);
    }

    private List<String> lastCalled(int count) {
        List<String> all = called();
        return all.subList(all.size() - count, all.size());
    }
}
