package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.edge.catalogue.RouteOutcome;
import dev.tollgate.edge.catalogue.Snapshots;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.ServerWebSocket;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Prices that change in the midst of a session (rules 11): each answer by those of the moment at which it begins.
@QuarkusTest
@TestProfile(RealtimePriceServiceTest.Curious.class)
@NullUnmarked
class RealtimePriceServiceTest extends PipelineRig {
    private static final long HOLD_TOKENS = 100_000 + World.OUTPUT_BOUND;

    public static class Curious extends PipelineRig.Alone {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = super.getConfigOverrides();
            config.put("tollgate.edge.catalogue.refresh-interval", "100ms");
            config.put("tollgate.edge.catalogue.retry-interval", "100ms");
            config.put("tollgate.edge.realtime.look-interval", "50ms");
            return config;
        }
    }

    private final HttpClient talker = HttpClient.newHttpClient();

    @Inject
    Snapshots snapshots;

    @AfterEach
    void hangUp() {
        talker.shutdownNow();
        await().until(() -> gauge("tollgate.edge.realtime.sessions") == 0);
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
    }

    @Test
    void rule11TheResponseUnderWayKeepsItsPriceAndWhatFollowsHasTheNewOne() {
        long before = world.price();
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.respond();
            talk.hear("response.done", 1);
            world.live.answers = false;
            talk.respond();
            await().until(() -> world.live.heard("response.create") == 2);
            String running = world.live.begin(session());
            raise(3 * before);
            world.live.done(session(), running, "completed", 10, 4);
            talk.hear("response.done", 2);
            session()
                    .writeTextMessage("{\"type\":\"conversation.item.input_audio_transcription.completed\","
                            + "\"event_id\":\"event_t\",\"transcript\":\"hello\",\"usage\":{\"type\":\"tokens\","
                            + "\"total_tokens\":25,\"input_tokens\":20,\"output_tokens\":5}}");
            talk.hear("conversation.item.input_audio_transcription.completed", 1);
            world.live.answer(session(), 30, 7);
            talk.hear("response.done", 3);
            await().until(() -> world.records(account).size() == 4);
        }
        List<UsageFrame.Done> records = world.records(account);
        assertThat(records.stream().map(UsageFrame.Done::charge))
                .containsExactly(14 * before, 14 * before, 25 * 3 * before, 37 * 3 * before);
        List<Long> versions =
                records.stream().map(done -> done.subject().priceVersion()).toList();
        assertThat(versions).containsExactly(version() - 1, version() - 1, version(), version());
        assertThat(records.getLast().subject().hold())
                .as("held at the new price before it began")
                .isBetween(HOLD_TOKENS * 3 * before, HOLD_TOKENS * 3 * before + 10);
    }

    @Test
    void aSessionAtRestThatCannotPayTheNewPriceEnds() {
        world.free.put(account, HOLD_TOKENS * world.price() + 20);
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            raise(2 * world.price());
            assertThat(talk.hear("error", 1).getJsonObject("error").getString("code"))
                    .isEqualTo("insufficient_balance");
            talk.awaitClose();
            assertThat(talk.closeCode).isEqualTo(1008);
        }
        assertThat(world.records(account)).isEmpty();
    }

    /// Announces a new price that is in force a moment later, and waits for that.
    private void raise(long price) {
        long next = version() + 1;
        world.raise(price, System.currentTimeMillis() + 400);
        await().until(() -> version() == next);
    }

    private long version() {
        return snapshots.current().route("live", key(KeyStatus.ACTIVE, RateLimits.NONE), System.currentTimeMillis())
                        instanceof RouteOutcome.Routed(var route)
                ? route.priceVersion()
                : -1;
    }

    private ServerWebSocket session() {
        return world.live.sessions.getLast();
    }

    private Talk talk() {
        return Talk.byHeader(talker, URI.create("ws://" + url.getAuthority() + "/v1/realtime?model=live"), secret);
    }
}
