package dev.tollgate.edge.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Deployment;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RoutePlannerTest {
    private static final Catalogue.Provider PROVIDER =
            new Catalogue.Provider("p", "openai", "https://p.example/v1", OnClientGone.CANCEL, Timeouts.DEFAULT, false);

    @Test
    void givesTheOnlyTargetAsItIsWhenHealthy() {
        List<Target> one = List.of(target("a", 1, 0));

        assertThat(RoutePlanner.plan(one, id -> true, 7)).isSameAs(one);
        assertThat(RoutePlanner.plan(one, id -> false, 7)).isEmpty();
    }

    @Test
    void spreadsFirstAttemptsByWeight() {
        List<Target> targets = List.of(target("a", 3, 0), target("b", 1, 0));
        Random random = new Random(1);

        long first = random.longs(40_000)
                .filter(affinity -> RoutePlanner.plan(targets, id -> true, affinity)
                        .getFirst()
                        .id()
                        .equals("a"))
                .count();

        assertThat(first).isBetween(29_000L, 31_000L);
    }

    @Test
    void putsWeightZeroLastWithinItsPriority() {
        List<Target> targets = List.of(target("idle", 0, 0), target("a", 1, 0), target("later", 1, 1));
        Random random = new Random(2);

        assertThat(random.longs(2_000).mapToObj(affinity -> RoutePlanner.plan(targets, id -> true, affinity)))
                .allSatisfy(plan -> assertThat(plan).extracting(Target::id).containsExactly("a", "idle", "later"));
    }

    @Property(tries = 200)
    void keepsEveryHealthyTargetOnceInOrderOfPriority(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 3) Integer> priorities,
            @ForAll @IntRange(max = 255) int ill,
            @ForAll long affinity) {
        List<Target> targets = targets(priorities);
        Set<String> healthy = new HashSet<>();
        for (int i = 0; i < targets.size(); i++) {
            if ((ill & (1 << i)) == 0) {
                healthy.add(targets.get(i).id());
            }
        }

        List<Target> plan = RoutePlanner.plan(targets, healthy::contains, affinity);

        assertThat(plan).extracting(Target::id).containsExactlyInAnyOrderElementsOf(healthy);
        assertThat(plan).extracting(t -> t.deployment().priority()).isSorted();
    }

    @Property(tries = 200)
    void anIllTargetMovesOnlyItsOwnRequests(
            @ForAll @Size(min = 2, max = 8) List<@IntRange(max = 1) Integer> priorities, @ForAll long affinity) {
        List<Target> targets = targets(priorities);
        List<Target> before = RoutePlanner.plan(targets, id -> true, affinity);
        String ill = before.getLast().id();

        List<Target> after = RoutePlanner.plan(targets, id -> !id.equals(ill), affinity);

        assertThat(after).isEqualTo(before.subList(0, before.size() - 1));
    }

    private static List<Target> targets(List<Integer> priorities) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < priorities.size(); i++) {
            targets.add(target("t" + i, i % 3, priorities.get(i)));
        }
        targets.sort(Comparator.comparingInt(t -> t.deployment().priority()));
        return targets;
    }

    private static Target target(String id, int weight, int priority) {
        Deployment deployment = new Deployment(id, "p", "m", "m", weight, priority, null, null, false);
        return new Target(deployment, PROVIDER, null, Timeouts.DEFAULT, null);
    }
}
