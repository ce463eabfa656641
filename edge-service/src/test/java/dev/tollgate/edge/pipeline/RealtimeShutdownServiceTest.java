package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.ServerWebSocket;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Realtime sessions of an edge that is told to end. One test: there is no way back.
@QuarkusTest
@TestProfile(RealtimeShutdownServiceTest.Ending.class)
@NullUnmarked
class RealtimeShutdownServiceTest extends PipelineRig {
    public static class Ending extends PipelineRig.Alone {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = super.getConfigOverrides();
            config.put("tollgate.edge.realtime.drain-grace", "300ms");
            config.put("tollgate.edge.realtime.usage-wait", "5s");
            config.put("tollgate.edge.drain.timeout", "30s");
            return config;
        }
    }

    @Inject
    Event<ShutdownDelayInitiatedEvent> beginning;

    @Inject
    Event<ShutdownEvent> end;

    @Inject
    RequestsUnderWay requests;

    @Test
    void atShutdownSessionsAreToldAndClosedAfterTheyWereBooked() {
        world.live.answers = false;
        try (HttpClient client = HttpClient.newHttpClient();
                Talk resting = talk(client);
                Talk ending = talk(client);
                Talk lasting = talk(client)) {
            String short1 = begin(ending, 1);
            String long1 = begin(lasting, 2);
            resting.hear("session.created", 1);

            Thread.ofVirtual().start(() -> beginning.fire(new ShutdownDelayInitiatedEvent()));
            toldAndClosed(resting);

            ending.say("{\"type\":\"response.create\",\"event_id\":\"late\"}");
            assertThat(ending.hear("error", 1).getJsonObject("error").getString("event_id"))
                    .isEqualTo("late");
            assertThat(ending.closeCode).isEqualTo(-1);
            world.live.done(session(1), short1, "completed", 10, 4);
            ending.hear("response.done", 1);
            toldAndClosed(ending);
            await().until(() -> world.records(account).size() == 1);
            assertThat(world.done(account).outcome()).isEqualTo(UsageFrame.Outcome.COMPLETED);
            assertThat(world.live.heard("response.create")).isEqualTo(2);
            assertThat(call(body("m", "")).statusCode()).as("requests go on").isEqualTo(200);
            assertThat(refused(client)).contains("503");

            CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> end.fire(new ShutdownEvent()));
            await().until(() -> world.live.heard("response.cancel") == 1);
            assertThat(lasting.closeCode).as("not before it is in the books").isEqualTo(-1);
            world.live.done(session(2), long1, "cancelled", 50, 90);
            toldAndClosed(lasting);
            await().until(ended::isDone);
            assertThat(world.records(account)).hasSize(3).last().satisfies(record -> {
                assertThat(record.outcome()).isEqualTo(UsageFrame.Outcome.CANCELLED);
                assertThat(record.charge()).isEqualTo(52 * World.NANOS_PER_TOKEN);
            });
        }
        assertThat(gauge("tollgate.edge.realtime.sessions")).isZero();
        await().until(() -> requests.count() == 0);
    }

    private String begin(Talk talk, int session) {
        talk.hear("session.created", 1);
        talk.respond();
        await().until(() -> world.live.heard("response.create") == session);
        String id = world.live.begin(session(session));
        world.live.delta(session(session), id, "12345678");
        talk.hear("response.output_text.delta", 1);
        return id;
    }

    private static void toldAndClosed(Talk talk) {
        talk.awaitClose();
        assertThat(talk.closeCode).isEqualTo(1001);
        assertThat(talk.all("error").getLast().getJsonObject("error").getString("code"))
                .isEqualTo("service_unavailable");
    }

    private String refused(HttpClient client) {
        CompletableFuture<Talk> late = CompletableFuture.supplyAsync(() -> talk(client));
        await().atMost(Duration.ofSeconds(10)).until(late::isDone);
        return late.exceptionNow().getCause().toString();
    }

    private ServerWebSocket session(int number) {
        return world.live.sessions.get(number);
    }

    private Talk talk(HttpClient client) {
        return Talk.byHeader(client, URI.create("ws://" + url.getAuthority() + "/v1/realtime?model=live"), secret);
    }
}
