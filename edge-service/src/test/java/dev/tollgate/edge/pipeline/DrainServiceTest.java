package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// An edge that is told to end, with streams under way and connections that clients keep. One test: there is no way
/// back.
@QuarkusTest
@TestProfile(DrainServiceTest.Ending.class)
@NullUnmarked
class DrainServiceTest extends PipelineRig {
    private static final long QUIET_MILLIS = 700;

    public static class Ending extends PipelineRig.Alone {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = super.getConfigOverrides();
            config.put("tollgate.edge.drain.timeout", "30s");
            config.put("tollgate.edge.drain.quiet", QUIET_MILLIS + "ms");
            return config;
        }
    }

    @Inject
    Event<ShutdownDelayInitiatedEvent> told;

    @Test
    void whatIsUnderWayEndsAndEachAnswerIsTheLastOfItsConnection() throws Exception {
        List<NetSocket> upstreams = new CopyOnWriteArrayList<>();
        world.provider.script.add(socket -> {
            Provider.beginning().accept(socket);
            upstreams.add(socket);
        });
        try (Kept stream = new Kept(url, secret);
                Kept plain = new Kept(url, secret);
                Multiplexed multiplexed = new Multiplexed()) {
            stream.ask(body("m", ",\"stream\":true"));
            assertThat(stream.head()).startsWith("http/1.1 200").doesNotContain("connection: close");
            stream.until("one two three four");
            plain.ask(body("m", ""));
            assertThat(plain.head()).startsWith("http/1.1 200").doesNotContain("connection: close");
            plain.body();
            assertThat(multiplexed.ask()).isEqualTo(200);
            assertThat(multiplexed.toldToGo).isFalse();

            CompletableFuture<Void> drained = CompletableFuture.runAsync(
                    () -> told.fire(new ShutdownDelayInitiatedEvent()), Thread::startVirtualThread);
            await().until(() -> RestAssured.get("/q/health/ready").statusCode() == 503);
            assertThat(RestAssured.get("/q/health/ready").jsonPath().getString("checks.find{it.name=='drain'}.status"))
                    .isEqualTo("DOWN");
            isAnsweredForTheLastTime(plain);
            assertThat(multiplexed.ask()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(multiplexed.toldToGo).isTrue());
            assertThat(multiplexed.connections).hasSize(1);

            assertThat(drained).as("a stream is under way").isNotDone();
            upstreams.getFirst().write(Provider.CHUNK);
            stream.until("one two three four");
            upstreams.getFirst().end(Buffer.buffer(Provider.LAST));
            stream.until("[DONE]");
            stream.until("\r\n0\r\n\r\n");
            long ended = System.nanoTime();
            isAnsweredForTheLastTime(stream);

            drained.get(10, TimeUnit.SECONDS);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ended))
                    .as("a client with a kept connection has time to hear that it is the last")
                    .isGreaterThanOrEqualTo(QUIET_MILLIS - 50);
        }
        await().until(() -> world.records(account).size() == 6);
        assertThat(world.records(account))
                .allSatisfy(record -> assertThat(record.outcome()).isEqualTo(UsageFrame.Outcome.COMPLETED));
        assertThat(counter("tollgate.edge.drain.cut")).isZero();
    }

    /// A client of HTTP/2.
    private final class Multiplexed implements AutoCloseable {
        final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
        volatile boolean toldToGo;
        private final Vertx vertx = Vertx.vertx();
        private final HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1));

        int ask() throws Exception {
            return client.request(HttpMethod.POST, url.getPort(), url.getHost(), url.getPath())
                    .compose(request -> {
                        if (connections.add(request.connection())) {
                            request.connection().goAwayHandler(told -> toldToGo = true);
                        }
                        return request.putHeader("Authorization", "Bearer " + secret)
                                .putHeader("Content-Type", "application/json")
                                .send(body("m", ""));
                    })
                    .compose(answer -> answer.body().map(whole -> answer.statusCode()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void isAnsweredForTheLastTime(Kept connection) throws Exception {
        connection.ask(body("m", ""));
        assertThat(connection.head()).startsWith("http/1.1 200").contains("connection: close");
        assertThat(connection.body()).contains("hello");
        assertThat(connection.isClosedByPeer()).isTrue();
    }
}
