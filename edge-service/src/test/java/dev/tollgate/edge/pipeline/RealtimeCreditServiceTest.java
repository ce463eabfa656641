package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the responses of a session are held with, and what happens to those that outgrow it.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class RealtimeCreditServiceTest extends PipelineRig {
    private static final long WINDOW = 100_000;
    private static final int RESPONSES_MAX = 16;

    private final HttpClient talker = HttpClient.newHttpClient();

    @AfterEach
    void hangUp() {
        talker.shutdownNow();
        await().until(() -> gauge("tollgate.edge.realtime.sessions") == 0);
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
    }

    @Test
    void aResponseIsHeldWithItsOwnBoundElseTheSessionsElseTheModels() {
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.respond();
            talk.hear("response.done", 1);
            bound(talk, 500);
            talk.hear("session.updated", 1);
            talk.respond();
            talk.hear("response.done", 2);
            talk.respond();
            talk.hear("response.done", 3);
            talk.say("{\"type\":\"response.create\",\"response\":{\"max_output_tokens\":3000}}");
            talk.hear("response.done", 4);
            world.live.answers = false;
            bound(talk, 2_000);
            talk.respond();
            await().until(() -> world.live.heard("response.create") == 5);
            world.live.answer(session(), 10, 4);
            talk.hear("response.done", 5);
            await().until(() -> world.records(account).size() == 5);
        }
        List<UsageFrame.Done> records = world.records(account);
        assertThat(records.stream().map(done -> done.subject().hold() / World.NANOS_PER_TOKEN))
                .as("the second by what was held before, the last before the provider confirmed its bound")
                .containsExactly(
                        WINDOW + World.OUTPUT_BOUND,
                        WINDOW + World.OUTPUT_BOUND,
                        WINDOW + 500,
                        WINDOW + 3_000,
                        WINDOW + 2_000);
    }

    @Test
    void aResponseThatOutgrowsAllCreditIsCutAndChargedNoMoreThanThereWas() {
        long credit = (WINDOW + World.OUTPUT_BOUND) * World.NANOS_PER_TOKEN + 20;
        world.free.put(account, credit);
        world.live.answers = false;
        String thousandTokens = "abcd".repeat(1_000);
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            talk.respond();
            await().until(() -> world.live.heard("response.create") == 1);
            String id = world.live.begin(session());
            for (int i = 0; i < 12; i++) {
                world.live.delta(session(), id, thousandTokens);
            }
            assertThat(talk.hear("error", 1).getJsonObject("error").getString("type"))
                    .isEqualTo("billing_error");
            talk.awaitClose();
            assertThat(talk.closeCode).isEqualTo(1008);
            assertThat(talk.all("response.output_text.delta")).hasSize(4);
            await().until(() -> world.live.heard("response.cancel") == 1);
            world.live.done(session(), id, "cancelled", 10, 130_000);
            await().until(() -> world.done(account) != null);
        }
        UsageFrame.Done done = world.done(account);
        assertThat(done.outcome()).isEqualTo(UsageFrame.Outcome.CREDIT_EXHAUSTED);
        assertThat(done.quantities()).containsEntry("output", World.OUTPUT_BOUND);
        assertThat(done.charge()).isEqualTo((10 + World.OUTPUT_BOUND) * World.NANOS_PER_TOKEN);
    }

    @Test
    void noMoreThanSoManyResponsesOfASessionAreUnderWay() {
        world.live.answers = false;
        try (Talk talk = talk()) {
            talk.hear("session.created", 1);
            for (int i = 0; i < RESPONSES_MAX; i++) {
                talk.respond();
            }
            talk.say("{\"type\":\"response.create\",\"event_id\":\"beyond\"}");
            assertThat(talk.hear("error", 1).getJsonObject("error").getString("event_id"))
                    .isEqualTo("beyond");
            assertThat(world.live.heard("response.create")).isEqualTo(RESPONSES_MAX);
            world.live.answer(session(), 10, 4);
            talk.hear("response.done", 1);
            talk.respond();
            await().until(() -> world.live.heard("response.create") == RESPONSES_MAX + 1);
        }
    }

    private static void bound(Talk talk, int tokens) {
        talk.say("{\"type\":\"session.update\",\"session\":{\"max_output_tokens\":" + tokens + "}}");
    }

    private ServerWebSocket session() {
        return world.live.sessions.getLast();
    }

    private Talk talk() {
        return Talk.byHeader(talker, URI.create("ws://" + url.getAuthority() + "/v1/realtime?model=live"), secret);
    }
}
