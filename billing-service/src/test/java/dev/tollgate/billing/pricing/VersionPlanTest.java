package dev.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.pricing.VersionPlan.Next;
import dev.tollgate.billing.pricing.VersionPlan.Present;
import dev.tollgate.contract.billing.v1.PriceList.DeploymentCost;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration NOTICE = Duration.ofSeconds(60);
    private static final CompiledPrices ONE = prices(price("m", 10));
    private static final CompiledPrices DEARER = prices(price("m", 20));

    @Test
    void theFirstFileIsInForceAtOnce() {
        assertThat(plan(CompiledPrices.NONE, CompiledPrices.NONE, ONE, null)).containsExactly(new Next(ONE, NOW));
    }

    @Test
    void theSameContentMakesNoVersion() {
        assertThat(plan(ONE, ONE, ONE, null)).isEmpty();
    }

    @Test
    void anAdditionIsInForceAtOnce() {
        CompiledPrices more = prices(price("m", 10), price("n", 5));
        assertThat(plan(ONE, ONE, more, null)).containsExactly(new Next(more, NOW));
    }

    @Test
    void aPriceRiseEffectiveNowLiesSixtySecondsAhead() {
        assertThat(plan(ONE, ONE, DEARER, null)).containsExactly(new Next(DEARER, NOW.plus(NOTICE)));
    }

    @Test
    void aRemovalLiesAheadAsWell() {
        CompiledPrices none = prices();
        assertThat(plan(ONE, ONE, none, null)).containsExactly(new Next(none, NOW.plus(NOTICE)));
    }

    @Test
    void anAdditionBesideAChangeMakesTwoVersions() {
        CompiledPrices file = prices(price("m", 20), price("n", 5));
        assertThat(plan(ONE, ONE, file, null))
                .containsExactly(
                        new Next(prices(price("m", 10), price("n", 5)), NOW), new Next(file, NOW.plus(NOTICE)));
    }

    @Test
    void aChangeTakenBackInTimeNeverHappens() {
        assertThat(plan(ONE, DEARER, ONE, null)).containsExactly(new Next(ONE, NOW));
    }

    @Test
    void aLaterTimeOfTheFileIsKept() {
        Instant later = NOW.plus(Duration.ofDays(1));
        assertThat(plan(ONE, ONE, DEARER, later)).containsExactly(new Next(DEARER, later));
    }

    @Test
    void anEarlierTimeOfTheFileDoesNotShortenTheNotice() {
        assertThat(plan(ONE, ONE, DEARER, NOW.minusSeconds(1))).containsExactly(new Next(DEARER, NOW.plus(NOTICE)));
    }

    @Test
    void aCostOfOursChangesAtOnce() {
        CompiledPrices file = new CompiledPrices(
                ONE.prices(), List.of(new DeploymentCost("d", price("m", 1).tiers())));
        assertThat(plan(ONE, ONE, file, null)).containsExactly(new Next(file, NOW));
    }

    private static List<Next> plan(
            CompiledPrices inForce, CompiledPrices newest, CompiledPrices file, @Nullable Instant wanted) {
        return VersionPlan.of(new Present(inForce, newest), file, NOW, NOTICE, wanted)
                .next();
    }

    private static CompiledPrices prices(ModelPrice... prices) {
        return new CompiledPrices(List.of(prices), List.of());
    }

    private static ModelPrice price(String model, long input) {
        return new ModelPrice(model, "default", List.of(new Tier(0, Map.of(UsageClass.INPUT, input))));
    }
}
