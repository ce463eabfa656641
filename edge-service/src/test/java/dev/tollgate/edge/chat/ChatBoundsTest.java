package dev.tollgate.edge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatBoundsTest {
    private static final Catalogue.Model PLAIN = model(100_000, 4_000, 256, List.of("chat"));
    private static final Catalogue.Model THINKER = model(100_000, 32_000, 256, List.of("chat", "reasoning"));

    @Test
    void takesTheModelsBoundWhereTheCallerGaveNone() {
        Bounds bounds = bounds("", PLAIN);
        assertThat(bounds.perChoice()).isEqualTo(4_000);
        assertThat(bounds.leastUsefulOutput()).isEqualTo(256);
        assertThat(bounds.hiddenReasoning()).isFalse();
    }

    @Test
    void takesTheLowerOfTheCallersAndTheModels() {
        assertThat(bounds(",\"max_tokens\":70", PLAIN).perChoice()).isEqualTo(70);
        assertThat(bounds(",\"max_tokens\":70", PLAIN).leastUsefulOutput()).isEqualTo(70);
        assertThat(bounds(",\"max_tokens\":70000", PLAIN).perChoice()).isEqualTo(4_000);
    }

    @Test
    void rule13NChoicesAreHeldNTimes() {
        Bounds bounds = bounds(",\"n\":8,\"max_tokens\":100", PLAIN);
        assertThat(bounds.output()).isEqualTo(800);
        assertThat(bounds.leastUsefulOutput()).isEqualTo(800);
        assertThat(bounds(",\"n\":128,\"max_tokens\":9223372036854775807", PLAIN)
                        .output())
                .isEqualTo(128 * 4_000);
    }

    @Test
    void rule13AThinkingModelNeedsAtLeast4096() {
        assertThat(bounds("", THINKER).leastUseful()).isEqualTo(4_096);
        assertThat(bounds("", THINKER).hiddenReasoning()).isTrue();
        assertThat(bounds("", model(100_000, 32_000, 6_000, List.of("reasoning")))
                        .leastUseful())
                .isEqualTo(6_000);
    }

    @Test
    void rule13AThinkingBudgetAnd1024AreTheLeast() {
        assertThat(bounds(",\"thinking\":{\"budget_tokens\":10000}", THINKER).leastUseful())
                .isEqualTo(11_024);
        assertThat(bounds(",\"reasoning\":{\"max_tokens\":2000}", THINKER).leastUseful())
                .isEqualTo(3_024);
        assertThat(bounds(",\"thinking\":{\"budget_tokens\":10000}", PLAIN).hiddenReasoning())
                .isTrue();
        assertThat(bounds(",\"thinking\":{\"budget_tokens\":999999}", THINKER).leastUseful())
                .isEqualTo(32_000);
    }

    @Test
    void rule13UnknowableInputIsBoundedByTheWindow() {
        assertThat(bounds(",\"web_search_options\":{}", PLAIN).input()).isEqualTo(100_000);
        assertThat(bounds("", PLAIN).input()).isLessThan(500);
        assertThat(bounds(",\"x\":\"" + "y".repeat(200_000) + "\"", PLAIN).input())
                .isEqualTo(100_000);
    }

    @Test
    void rule13APredictionIsHeldBesideTheBound() {
        Bounds bounds = bounds(
                ",\"max_tokens\":100,\"prediction\":{\"type\":\"content\",\"content\":\"" + "x".repeat(300) + "\"}",
                PLAIN);
        assertThat(bounds.perChoice()).isEqualTo(100);
        assertThat(bounds.output()).isBetween(400L, 500L);
        assertThat(bounds.leastUsefulOutput()).isEqualTo(bounds.output());
    }

    @Test
    void aLongPromptLeavesLessForTheAnswerButNeverLessThanIsUseful() {
        assertThat(bounds(",\"x\":\"" + "y".repeat(390_000) + "\"", PLAIN).perChoice())
                .isBetween(2_400L, 2_500L);
        assertThat(bounds(",\"x\":\"" + "y".repeat(600_000) + "\"", PLAIN).perChoice())
                .isEqualTo(256);
    }

    @Test
    void rule15EstimatesByTheSmallerOfBoundAndLearned() {
        Bounds bounds = bounds("", PLAIN);
        assertThat(bounds.outputEstimate(0)).isEqualTo(4_000);
        assertThat(bounds.outputEstimate(90)).isEqualTo(90);
        assertThat(bounds.outputEstimate(9_000)).isEqualTo(4_000);
    }

    private Bounds bounds(String more, Catalogue.Model model) {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
        return ChatBounds.of(ChatRequests.parsed(body), model);
    }

    private static Catalogue.Model model(long window, long output, long least, List<String> capabilities) {
        return new Catalogue.Model("m", List.of(), "o", window, output, least, capabilities, RateLimits.NONE, null, 1);
    }
}
