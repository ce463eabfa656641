package dev.tollgate.routing.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void aShareIsThatOfAllRequests() {
        assertThat(Shares.weights("new", 25, Map.of("a", 1, "b", 2))).isEqualTo(Map.of("a", 1, "b", 2, "new", 1));
        assertThat(Shares.weights("new", 1, Map.of("a", 1))).isEqualTo(Map.of("a", 99, "new", 1));
    }

    @Test
    void atTheEndsOneSideGetsNothing() {
        assertThat(Shares.weights("new", 0, Map.of("a", 3))).isEqualTo(Map.of("a", 1, "new", 0));
        assertThat(Shares.weights("new", 100, Map.of("a", 3))).isEqualTo(Map.of("a", 0, "new", 1));
    }

    @Test
    void itGetsAllWhenTheOthersGetNothingAnyhow() {
        assertThat(Shares.weights("new", 5, Map.of("a", 0))).isEqualTo(Map.of("a", 0, "new", 1));
    }

    @Property
    void theShareIsExactAndTheOthersKeepTheirProportions(
            @ForAll @IntRange(min = 1, max = 99) int percent,
            @ForAll @IntRange(min = 1, max = 1_000) int one,
            @ForAll @IntRange(min = 1, max = 1_000) int other) {
        Map<String, Integer> weights = Shares.weights("new", percent, Map.of("a", one, "b", other));
        double all = weights.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(Objects.requireNonNull(weights.get("new")) / all * 100).isCloseTo(percent, within(1e-9));
        assertThat((long) Objects.requireNonNull(weights.get("a")) * other)
                .isEqualTo((long) Objects.requireNonNull(weights.get("b")) * one);
    }
}
