package dev.tollgate.edge.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PriceList.DeploymentCost;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Deployment;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How each strategy orders deployments, where the cache and the caller have a say, and how load is bounded.
class StrategyTest {
    private static final Quantities LIKELY =
            Quantities.NONE.with(UsageClass.INPUT, 10_000).with(UsageClass.OUTPUT, 100);

    private final Known known = new Known();

    @Test
    void byLatencyTheOneWhoseFirstTokenCameSoonestIsFirst() {
        List<Target> targets = List.of(target("slow", 9, 0, null), target("quick", 1, 0, null));
        known.firstTokens.putAll(Map.of("slow", 900.0, "quick", 300.0));

        assertThat(firsts(targets, Strategy.LATENCY)).containsOnlyKeys("quick");
    }

    @Test
    void byLatencyWhatComesAboutAsSoonIsSharedByWeight() {
        List<Target> targets = List.of(target("a", 3, 0, null), target("b", 1, 0, null), target("slow", 1, 0, null));
        known.firstTokens.putAll(Map.of("a", 330.0, "b", 300.0, "slow", 900.0));

        Map<String, Integer> firsts = firsts(targets, Strategy.LATENCY);

        assertThat(firsts).containsOnlyKeys("a", "b");
        assertThat(firsts.get("a")).isBetween(2_800, 3_200);
    }

    @Test
    void byLatencyOneOfWhichNothingIsKnownIsTriedLikeTheBest() {
        List<Target> targets = List.of(target("known", 1, 0, null), target("new", 1, 0, null));
        known.firstTokens.put("known", 100.0);

        assertThat(firsts(targets, Strategy.LATENCY).get("new")).isBetween(1_800, 2_200);
    }

    @Test
    void byCostTheCheapestForTheRequestIsFirstAndUnknownCostIsLast() {
        Target unknown = target("unknown", 100, 0, null);
        Target wordy = target("cheap-output", 1, 0, cost("cheap-output", 30, 1));
        Target thrifty = target("cheap-input", 1, 0, cost("cheap-input", 10, 50));

        assertThat(plan(List.of(unknown, wordy, thrifty), Strategy.COST, 1, null, RouteHints.NONE))
                .extracting(Target::id)
                .containsExactly("cheap-input", "cheap-output", "unknown");
    }

    @Test
    void aCostThatHasNoPriceForWhatIsAskedIsUnknown() {
        DeploymentCost inputOnly =
                new DeploymentCost("a", List.of(new Tier(0, new EnumMap<>(Map.of(UsageClass.INPUT, 1_000_000L)))));

        assertThat(RoutePlanner.likelyCost(target("a", 1, 0, inputOnly), LIKELY))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void priorityOutranksEveryStrategy() {
        List<Target> targets =
                List.of(target("dear", 1, 0, cost("dear", 90, 90)), target("cheap", 1, 1, cost("cheap", 1, 1)));
        known.firstTokens.putAll(Map.of("dear", 900.0, "cheap", 1.0));

        for (Strategy strategy : Strategy.values()) {
            assertThat(firsts(targets, strategy)).containsOnlyKeys("dear");
        }
    }

    @Property(tries = 200)
    void everyStrategyTriesEachHealthyDeploymentOnceInOrderOfPriority(
            @ForAll Strategy strategy,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 2) Integer> priorities,
            @ForAll @Size(8) List<@LongRange(max = 50) Long> facts,
            @ForAll @IntRange(max = 255) int ill,
            @ForAll @IntRange(max = 7) int pin,
            @ForAll long affinity) {
        List<Integer> sorted = priorities.stream().sorted().toList();
        Known standing = new Known();
        List<Target> targets = new java.util.ArrayList<>();
        Set<String> healthy = new HashSet<>();
        for (int i = 0; i < sorted.size(); i++) {
            long fact = facts.get(i);
            targets.add(target("t" + i, i % 3, sorted.get(i), fact == 0 ? null : cost("t" + i, fact, fact)));
            standing.firstTokens.put("t" + i, (double) fact);
            standing.underWay.put("t" + i, (int) fact);
            if ((ill & (1 << i)) == 0) {
                healthy.add("t" + i);
            } else {
                standing.ill.add("t" + i);
            }
        }

        List<Target> plan =
                RoutePlanner.plan(targets, standing, new Wish(strategy, affinity, "t" + pin, LIKELY, RouteHints.NONE));

        assertThat(plan).extracting(Target::id).containsExactlyInAnyOrderElementsOf(healthy);
        assertThat(plan).extracting(t -> t.deployment().priority()).isSorted();
    }

    @Test
    void aPinnedDeploymentIsFirstWhateverTheStrategy() {
        List<Target> targets = List.of(target("a", 9, 0, cost("a", 1, 1)), target("b", 1, 0, cost("b", 5, 5)));
        known.firstTokens.putAll(Map.of("a", 100.0, "b", 900.0));

        for (Strategy strategy : Strategy.values()) {
            assertThat(plan(targets, strategy, 7, "b", RouteHints.NONE)
                            .getFirst()
                            .id())
                    .isEqualTo("b");
        }
    }

    @Test
    void aPinHoldsOnlyAmongTheBestPriorityThatIsWell() {
        List<Target> targets = List.of(target("first", 1, 0, null), target("second", 1, 1, null));

        assertThat(plan(targets, Strategy.WEIGHTED, 7, "second", RouteHints.NONE))
                .extracting(Target::id)
                .containsExactly("first", "second");

        known.ill.add("first");
        assertThat(plan(targets, Strategy.WEIGHTED, 7, "second", RouteHints.NONE))
                .extracting(Target::id)
                .containsExactly("second");
    }

    @Test
    void oneConversationCannotCrowdItsDeploymentBeyondAQuarterOfItsShare() {
        List<Target> targets = List.of(target("a", 1, 0, null), target("b", 1, 0, null), target("c", 2, 0, null));

        for (int request = 0; request < 400; request++) {
            String first = plan(targets, Strategy.WEIGHTED, 42, "a", RouteHints.NONE)
                    .getFirst()
                    .id();
            known.underWay.merge(first, 1, Integer::sum);
        }

        assertThat(known.underWay.get("a")).isBetween(100, 126);
        assertThat(known.underWay.get("b")).isLessThanOrEqualTo(126);
        assertThat(known.underWay.get("c")).isLessThanOrEqualTo(251);
    }

    @Test
    void aFewAttemptsAreNoCrowd() {
        List<Target> targets = List.of(target("a", 1, 0, null), target("b", 1, 0, null));
        known.underWay.put("a", RoutePlanner.CROWD_LEAST - 1);

        assertThat(plan(targets, Strategy.WEIGHTED, 42, "a", RouteHints.NONE)
                        .getFirst()
                        .id())
                .isEqualTo("a");
    }

    @Test
    void hintsOrderBeyondPriorityAndNarrowTheRest() {
        List<Target> targets = List.of(target("a", 1, 0, null), target("b", 1, 1, null), target("c", 1, 2, null));

        assertThat(plan(targets, Strategy.WEIGHTED, 7, null, RouteHints.parse("order=c,b; ignore=a")))
                .extracting(Target::id)
                .containsExactly("c", "b");
        assertThat(plan(targets, Strategy.WEIGHTED, 7, null, RouteHints.parse("only=p")))
                .hasSize(3);
        assertThat(plan(targets, Strategy.WEIGHTED, 7, null, RouteHints.parse("only=nobody")))
                .isEmpty();
    }

    private Map<String, Integer> firsts(List<Target> targets, Strategy strategy) {
        Map<String, Integer> firsts = new HashMap<>();
        new Random(3)
                .longs(4_000)
                .forEach(affinity -> firsts.merge(
                        plan(targets, strategy, affinity, null, RouteHints.NONE)
                                .getFirst()
                                .id(),
                        1,
                        Integer::sum));
        return firsts;
    }

    private List<Target> plan(
            List<Target> targets,
            Strategy strategy,
            long affinity,
            @Nullable String pinned,
            @Nullable RouteHints hints) {
        return RoutePlanner.plan(
                targets, known, new Wish(strategy, affinity, pinned, LIKELY, Objects.requireNonNull(hints)));
    }

    private static DeploymentCost cost(String id, long input, long output) {
        return new DeploymentCost(
                id,
                List.of(new Tier(
                        0,
                        new EnumMap<>(
                                Map.of(UsageClass.INPUT, input * 1_000_000, UsageClass.OUTPUT, output * 1_000_000)))));
    }

    private static Target target(String id, int weight, int priority, @Nullable DeploymentCost cost) {
        Catalogue.Provider provider = new Catalogue.Provider(
                "p", "openai", "https://p.example/v1", OnClientGone.CANCEL, Timeouts.DEFAULT, false);
        Deployment deployment = new Deployment(id, "p", "m", "m", weight, priority, null, null, false);
        return new Target(deployment, provider, null, Timeouts.DEFAULT, cost);
    }

    private static final class Known implements Standing {
        final Set<String> ill = new HashSet<>();
        final Map<String, Double> firstTokens = new HashMap<>();
        final Map<String, Integer> underWay = new HashMap<>();

        @Override
        public boolean allows(String deployment) {
            return !ill.contains(deployment);
        }

        @Override
        public double firstTokenMillis(String deployment) {
            return firstTokens.getOrDefault(deployment, 0.0);
        }

        @Override
        public int underWay(String deployment) {
            return underWay.getOrDefault(deployment, 0);
        }
    }
}
