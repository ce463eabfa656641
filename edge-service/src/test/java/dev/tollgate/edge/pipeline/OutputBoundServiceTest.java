package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Rules 13: how an output bound is chosen, sent and told.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class OutputBoundServiceTest extends PipelineRig {
    private static final String HEADER = "x-tollgate-output-bound";
    /// More than a short prompt can cost.
    private static final long PROMPT = 300 * World.NANOS_PER_TOKEN;

    @Test
    void sendsTheModelsBoundWhenTheCallerGaveNone() throws Exception {
        HttpResponse<String> answer = call(body("m", ""));
        assertThat(sent().get("max_tokens").longValue()).isEqualTo(World.OUTPUT_BOUND);
        assertThat(answer.headers().firstValue(HEADER)).isEmpty();
    }

    @Test
    void sendsTheCallersBoundUnderTheNameThatTheProviderTakes() throws Exception {
        call(body("m", ",\"max_completion_tokens\":77"));
        assertThat(sent().get("max_tokens").longValue()).isEqualTo(77);
        assertThat(sent().has("max_completion_tokens")).isFalse();
    }

    @Test
    void tellsACallerWhoseBoundIsAboveTheModels() throws Exception {
        HttpResponse<String> answer = call(body("m", ",\"max_tokens\":1000000"));
        assertThat(sent().get("max_tokens").longValue()).isEqualTo(World.OUTPUT_BOUND);
        assertThat(answer.headers().firstValue(HEADER)).contains(String.valueOf(World.OUTPUT_BOUND));
    }

    @Test
    void rule13ClampsToWhatCreditReachesForAndTellsIt() throws Exception {
        world.free.put(account, PROMPT + 1_000 * World.NANOS_PER_TOKEN);
        HttpResponse<String> answer = call(body("m", ""));
        assertThat(answer.statusCode()).isEqualTo(200);
        long bound = sent().get("max_tokens").longValue();
        assertThat(bound).isBetween(1_000L, 1_300L);
        assertThat(answer.headers().firstValue(HEADER)).contains(String.valueOf(bound));
    }

    @Test
    void rule13NeverClampsBelowTheLeastUsefulOutput() {
        world.free.put(account, 200 * World.NANOS_PER_TOKEN);
        assertThat(call(body("m", "")).statusCode()).isEqualTo(402);
        assertThat(world.provider.bodies).isEmpty();
    }

    @Test
    void rule13AThinkingModelIsNeverClampedBelow4096WhateverTheCatalogueSays() throws Exception {
        world.free.put(account, 4_000 * World.NANOS_PER_TOKEN);
        assertThat(call(body("thinker", "")).statusCode()).isEqualTo(402);
        world.free.put(account, PROMPT + 4_200 * World.NANOS_PER_TOKEN);
        assertThat(call(body("thinker", "")).statusCode()).isEqualTo(200);
        assertThat(sent().get("max_tokens").longValue()).isBetween(4_096L, 4_500L);
    }

    @Test
    void rule13AThinkingBudgetIsNeverClampedAway() throws Exception {
        String thinking = ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":8000}";
        world.free.put(account, 8_500 * World.NANOS_PER_TOKEN);
        assertThat(call(body("thinker", thinking)).statusCode()).isEqualTo(402);
        world.free.put(account, PROMPT + 9_100 * World.NANOS_PER_TOKEN);
        assertThat(call(body("thinker", thinking)).statusCode()).isEqualTo(200);
        assertThat(sent().get("max_tokens").longValue()).isBetween(9_024L, 9_400L);
        assertThat(sent().get("thinking").get("budget_tokens").longValue()).isEqualTo(8_000);
    }

    @Test
    void rule7AThinkingStreamIsBoundedByItsHoldFromTheStart() throws Exception {
        world.free.put(account, PROMPT + 5_000 * World.NANOS_PER_TOKEN);
        world.provider.script.add(Provider.beginning());
        try (var client = raw(body("thinker", ",\"stream\":true"))) {
            readUntil(client, "three four");
        }
        assertThat(sent().get("max_tokens").longValue()).isBetween(5_000L, 5_300L);
    }

    @Test
    void rule13EachChoiceIsHeldAndBounded() throws Exception {
        world.free.put(account, PROMPT + 4_000 * World.NANOS_PER_TOKEN);
        assertThat(call(body("m", ",\"n\":4")).statusCode()).isEqualTo(200);
        assertThat(sent().get("max_tokens").longValue()).isBetween(1_000L, 1_075L);
    }

    @Test
    void leavesRoomForALongPromptInTheContextWindow() throws Exception {
        String words = "word ".repeat(78_000);
        call(body("m", "").replace("\"hi\"", "\"" + words + "\""));
        assertThat(sent().get("max_tokens").longValue()).isBetween(2_000L, 2_600L);
    }

    private JsonNode sent() throws Exception {
        await().until(() -> !world.provider.bodies.isEmpty());
        return new ObjectMapper().readTree(world.provider.bodies.getLast());
    }
}
