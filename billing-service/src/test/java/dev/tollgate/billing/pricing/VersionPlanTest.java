package dev.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.pricing.VersionPlan.Next;
import dev.tollgate.billing.pricing.VersionPlan.Present;
import dev.tollgate.billing.pricing.VersionPlan.Wanted;
import dev.tollgate.contract.billing.v1.PriceList.DeploymentCost;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration NOTICE = Duration.ofSeconds(60);
    private static final Instant SOON = NOW.plusSeconds(30);
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
    private static final Instant NEXT_WEEK = NOW.plus(Duration.ofDays(7));
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

    @Test
    void aDraftComesAtItsTime() {
        assertThat(plan(new Present(ONE, List.of()), wanted(ONE, new Next(DEARER, TOMORROW))))
                .containsExactly(new Next(DEARER, TOMORROW));
    }

    @Test
    void whatIsScheduledAlreadyMakesNoVersion() {
        Next draft = new Next(DEARER, TOMORROW);
        assertThat(plan(new Present(ONE, List.of(draft)), wanted(ONE, draft))).isEmpty();
    }

    @Test
    void aFurtherDraftIsAddedToThoseThatWait() {
        Next first = new Next(DEARER, TOMORROW);
        Next second = new Next(prices(price("m", 30)), NEXT_WEEK);
        assertThat(plan(new Present(ONE, List.of(first)), wanted(ONE, first, second)))
                .containsExactly(second);
    }

    @Test
    void aDraftBetweenTwoMakesWhatFollowsAnew() {
        Next last = new Next(prices(price("m", 30)), NEXT_WEEK);
        Next between = new Next(DEARER, TOMORROW);
        Next lastUponIt = new Next(prices(price("m", 31)), NEXT_WEEK);
        assertThat(plan(new Present(ONE, List.of(last)), wanted(ONE, between, lastUponIt)))
                .containsExactly(between, lastUponIt);
    }

    /// The version in force at once has a higher number than the draft's: the draft must follow it again.
    @Test
    void anAdditionOfTheFileDoesNotLoseADraftThatWaits() {
        Next draft = new Next(DEARER, TOMORROW);
        CompiledPrices more = prices(price("m", 10), price("n", 5));
        Next uponIt = new Next(prices(price("m", 20), price("n", 5)), TOMORROW);
        assertThat(plan(new Present(ONE, List.of(draft)), wanted(more, uponIt)))
                .containsExactly(new Next(more, NOW), uponIt);
    }

    @Test
    void aChangeOfTheFileTakesItsNoticeAndTheDraftFollows() {
        Next draft = new Next(prices(price("m", 20)), TOMORROW);
        CompiledPrices changed = prices(price("m", 11));
        assertThat(plan(new Present(ONE, List.of(draft)), wanted(changed, draft)))
                .containsExactly(new Next(changed, NOW.plus(NOTICE)), draft);
    }

    /// The file's change has a notice of its own: what comes before that is what was published for then.
    @Test
    void aDraftWithinTheNoticeOfAChangeKeepsWhatItWasPublishedWith() {
        Next draft = new Next(prices(price("m", 20), price("n", 5)), SOON);
        CompiledPrices now = prices(price("m", 10), price("n", 5));
        CompiledPrices changed = prices(price("m", 10), price("n", 6));
        CompiledPrices both = prices(price("m", 20), price("n", 6));
        assertThat(plan(new Present(now, List.of(draft)), wanted(changed, new Next(both, SOON))))
                .containsExactly(new Next(both, NOW.plus(NOTICE)));
    }

    @Test
    void aChangeOfTheFileThatWaitsIsNotPutOffByReadingItAgain() {
        Next change = new Next(DEARER, SOON);
        assertThat(plan(new Present(ONE, List.of(change)), wanted(DEARER))).isEmpty();
        Next draft = new Next(prices(price("m", 30)), TOMORROW);
        assertThat(plan(new Present(ONE, List.of(change)), wanted(DEARER, draft)))
                .containsExactly(draft);
    }

    @Test
    void aDraftThatChangesNothingMakesNoVersion() {
        assertThat(plan(new Present(ONE, List.of()), wanted(ONE, new Next(ONE, TOMORROW))))
                .isEmpty();
    }

    /// Whatever is published and wanted, in any order: at every moment the version that counts is the one that was
    /// wanted for then, no price changes without its notice, and planning again makes nothing.
    @Property
    void whatCountsIsWhatWasWanted(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 40) Integer> files,
            @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 20) Integer> drafts) {
        List<Published> published = new ArrayList<>();
        published.add(new Published(prices(price("m", 1), price("d", 1)), NOW));
        List<Integer> times = drafts.stream().distinct().sorted().toList();
        Instant clock = NOW;
        for (int file : files) {
            clock = clock.plusSeconds(45);
            Instant now = clock;
            CompiledPrices base = upTo(file, times, now);
            List<Next> scheduled = times.stream()
                    .map(time -> NOW.plusSeconds(200L * time))
                    .filter(time -> time.isAfter(now))
                    .map(time -> new Next(upTo(file, times, time), time))
                    .toList();
            Wanted wanted = new Wanted(base, null, scheduled);
            List<Next> next =
                    VersionPlan.of(present(published, now), wanted, now, NOTICE).next();
            next.forEach(one -> published.add(new Published(one.prices(), one.effectiveFrom())));
            assertThat(next).allSatisfy(one -> assertThat(one.effectiveFrom()).isAfterOrEqualTo(now));
            Instant settled = now.plusSeconds(10_000);
            assertThat(counting(published, settled)).isEqualTo(upTo(file, times, settled));
            assertThat(counting(published, now.plusSeconds(59))).satisfies(prices -> assertThat(of(prices, "m"))
                    .isIn(of(counting(published, now), "m"), of(pendingBefore(published, next, now), "m")));
            assertThat(VersionPlan.of(present(published, now), wanted, now, NOTICE)
                            .next())
                    .isEmpty();
        }
    }

    private static CompiledPrices pendingBefore(List<Published> all, List<Next> added, Instant now) {
        return counting(all.subList(0, all.size() - added.size()), now.plusSeconds(59));
    }

    private static CompiledPrices upTo(int file, List<Integer> times, Instant moment) {
        long draft = times.stream()
                .filter(time -> !NOW.plusSeconds(200L * time).isAfter(moment))
                .reduce((_, later) -> later)
                .orElse(0);
        return prices(price("m", 1 + file), price("d", 1 + draft));
    }

    private static long of(CompiledPrices prices, String model) {
        return prices.prices().stream()
                .filter(price -> price.model().equals(model))
                .mapToLong(price -> price.tiers().getFirst().nanosPerMillion().get(UsageClass.INPUT))
                .sum();
    }

    private static CompiledPrices counting(List<Published> all, Instant moment) {
        return all.stream()
                .filter(one -> !one.from().isAfter(moment))
                .reduce((_, later) -> later)
                .map(Published::prices)
                .orElse(CompiledPrices.NONE);
    }

    private static Present present(List<Published> all, Instant now) {
        List<Next> pending = new ArrayList<>();
        Instant before = Instant.MAX;
        for (Published one : all.reversed()) {
            if (one.from().isAfter(now) && one.from().isBefore(before)) {
                pending.add(new Next(one.prices(), one.from()));
            }
            before = one.from().isBefore(before) ? one.from() : before;
        }
        return new Present(counting(all, now), pending.reversed());
    }

    private static Wanted wanted(CompiledPrices now, Next... scheduled) {
        return new Wanted(now, null, List.of(scheduled));
    }

    private record Published(CompiledPrices prices, Instant from) {}

    private static List<Next> plan(
            CompiledPrices inForce, CompiledPrices newest, CompiledPrices file, @Nullable Instant wanted) {
        List<Next> pending = newest.equals(inForce) ? List.of() : List.of(new Next(newest, SOON));
        return plan(new Present(inForce, pending), new Wanted(file, wanted, List.of()));
    }

    private static List<Next> plan(Present present, Wanted wanted) {
        return VersionPlan.of(present, wanted, NOW, NOTICE).next();
    }

    private static CompiledPrices prices(ModelPrice... prices) {
        return new CompiledPrices(List.of(prices), List.of());
    }

    private static ModelPrice price(String model, long input) {
        return new ModelPrice(model, "default", List.of(new Tier(0, Map.of(UsageClass.INPUT, input))));
    }
}
