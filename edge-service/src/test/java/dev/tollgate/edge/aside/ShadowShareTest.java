package dev.tollgate.edge.aside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.id.RequestId;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.catalogue.ShadowTarget;
import dev.tollgate.edge.catalogue.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowShareTest {
    private static final List<String> IDS = Stream.generate(
                    () -> RequestId.next(1_800_000_000_000L).toString())
            .limit(40_000)
            .toList();

    @ParameterizedTest
    @ValueSource(ints = {1, 250, 5_000, 9_900})
    void aShareOfAllRequestsIsCopied(int share) {
        assertThat(chosen(shadow("a", share))).isBetween(share / 10_000.0 - 0.01, share / 10_000.0 + 0.01);
    }

    @Test
    void theEndsAreExact() {
        assertThat(chosen(shadow("a", 0))).isZero();
        assertThat(chosen(shadow("a", 10_000))).isEqualTo(1.0);
    }

    @Test
    void oneRequestIsAlwaysJudgedAlikeAndTwoShadowsDrawApart() {
        ShadowTarget one = shadow("a", 5_000);
        ShadowTarget other = shadow("b", 5_000);
        List<Boolean> first = IDS.stream().map(id -> Shadows.isChosen(id, one)).toList();
        assertThat(IDS).extracting(id -> Shadows.isChosen(id, one)).isEqualTo(first);
        long both = IDS.stream()
                .filter(id -> Shadows.isChosen(id, one) && Shadows.isChosen(id, other))
                .count();
        assertThat(both / (double) IDS.size()).isBetween(0.23, 0.27);
    }

    private static double chosen(ShadowTarget shadow) {
        return IDS.stream().filter(id -> Shadows.isChosen(id, shadow)).count() / (double) IDS.size();
    }

    private static ShadowTarget shadow(String id, int share) {
        Catalogue.Timeouts timeouts = Catalogue.Timeouts.DEFAULT;
        Catalogue.Provider provider = new Catalogue.Provider(
                "p", "openai", "https://p.example/v1", Catalogue.OnClientGone.CANCEL, timeouts, false);
        return new ShadowTarget(
                new Target(
                        new Catalogue.Deployment(id, "p", "m", "up", 1, 0, null, null, false),
                        provider,
                        null,
                        timeouts,
                        null),
                share);
    }
}
