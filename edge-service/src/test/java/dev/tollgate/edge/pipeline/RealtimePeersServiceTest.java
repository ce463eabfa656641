package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Ends of a session that are gone without a word, in an edge that pings five times a second.
@QuarkusTest
@TestProfile(RealtimePeersServiceTest.Watchful.class)
@NullUnmarked
class RealtimePeersServiceTest extends PipelineRig {
    private static final Duration LIMIT = Duration.ofMillis(600);

    public static class Watchful extends PipelineRig.Alone {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = super.getConfigOverrides();
            config.put("tollgate.edge.realtime.look-interval", "50ms");
            config.put("tollgate.edge.realtime.ping-interval", "200ms");
            config.put("tollgate.edge.realtime.usage-wait", "200ms");
            return config;
        }
    }

    private final HttpClient talker = HttpClient.newHttpClient();

    @AfterEach
    void hangUp() {
        talker.shutdownNow();
        await().until(() -> gauge("tollgate.edge.realtime.sessions") == 0);
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
        assertThat(gauge("tollgate.edge.streams")).isZero();
    }

    @Test
    void aCallerThatAnswersNoPingIsGoneItsResponseIsBookedAndItsSlotFree() throws IOException {
        limits(new RateLimits(null, null, null, 5L));
        world.live.answers = false;
        double gone = ended("client");
        try (RawTalk talk = new RawTalk(realtime(), secret)) {
            talk.say("{\"type\":\"response.create\"}");
            await().until(() -> world.live.heard("response.create") == 1);
            long heard = System.nanoTime();
            world.live.delta(session(), world.live.begin(session()), "12345678");
            await().pollInterval(Duration.ofMillis(20)).until(() -> gauge("tollgate.edge.realtime.sessions") == 0);
            assertThat(Duration.ofNanos(System.nanoTime() - heard))
                    .isBetween(LIMIT.minusMillis(100), LIMIT.plusSeconds(2));
            assertThat(ended("client")).isEqualTo(gone + 1);
            await().until(() -> world.done(account) != null);
            assertThat(world.done(account).outcome()).isEqualTo(UsageFrame.Outcome.CANCELLED);
            assertThat(world.done(account).quantities()).containsEntry("output", 2L);
            await().until(() ->
                    corrections().stream().anyMatch(one -> !one.release().isEmpty()));
            await().until(() -> !world.live.closes.isEmpty());
        }
    }

    @Test
    void aProviderThatAnswersNoPingIsGoneAndTheCallerIsTold() {
        limits(new RateLimits(null, null, null, 5L));
        world.live.answers = false;
        try (Talk talk = talk()) {
            talk.respond();
            await().until(() -> world.live.heard("response.create") == 1);
            world.live.delta(session(), world.live.begin(session()), "12345678");
            talk.hear("response.output_text.delta", 1);
            long heard = System.nanoTime();
            LiveProvider.deafen(session());
            talk.awaitClose();
            assertThat(Duration.ofNanos(System.nanoTime() - heard))
                    .isBetween(LIMIT.minusMillis(100), LIMIT.plusSeconds(2));
            assertThat(talk.closeCode).isEqualTo(1011);
            assertThat(talk.hear("error", 1).getJsonObject("error").getString("type"))
                    .isEqualTo("upstream_error");
            await().until(() -> world.done(account) != null);
            assertThat(world.done(account).outcome()).isEqualTo(UsageFrame.Outcome.UPSTREAM_FAILED);
            assertThat(world.done(account).quantities()).containsEntry("output", 2L);
            await().until(() ->
                    corrections().stream().anyMatch(one -> !one.release().isEmpty()));
        }
    }

    @Test
    void endsThatAnswerPingsStayThoughNothingIsSaid() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            await().during(LIMIT.multipliedBy(3)).until(() -> talk.closeCode == -1 && !talk.failed);
            talk.respond();
            talk.hear("response.done", 1);
        }
    }

    private double ended(String reason) {
        return metrics.get("tollgate.edge.realtime.ended")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private ServerWebSocket session() {
        return world.live.sessions.getLast();
    }

    private Talk talk() {
        return Talk.byHeader(talker, realtime(), secret);
    }

    private URI realtime() {
        return URI.create("ws://" + url.getAuthority() + "/v1/realtime?model=live");
    }
}
