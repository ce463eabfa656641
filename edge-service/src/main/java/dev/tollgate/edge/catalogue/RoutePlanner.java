package dev.tollgate.edge.catalogue;

import dev.tollgate.contract.billing.v1.Pricing;
import dev.tollgate.contract.billing.v1.Quantities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Orders a route's targets for one request: by priority, then as its strategy says, among the healthy.
///
/// Weighted rendezvous hashing: each target draws a score from the request's affinity and its own id. One affinity
/// always gives one order, so that requests of one conversation stick to one deployment and its prompt cache; over
/// many affinities a target comes first in proportion to its weight; and a target that falls ill moves only its own
/// requests. Weight 0 comes after all others of its priority. By latency and by cost this order decides where there
/// is no other difference.
///
/// A deployment that has the request's beginning in its cache comes first among those of the best priority. By
/// weight, load is bounded: while a target has more than a quarter beyond its share of what is under way, it comes
/// after those that have not, whatever is in its cache.
public final class RoutePlanner {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final double UNIT = 0x1.0p-53;

    /// Under so many attempts no deployment of this edge counts as crowded.
    static final int CROWD_LEAST = 16;

    private static final double CROWDED = 1.25;
    /// Within this of the best, first tokens come equally soon.
    private static final double AS_SOON = 1.2;

    private RoutePlanner() {}

    /// @param targets lowest priority number first, as a route holds them
    /// @return the targets in the order to try them; empty when none may be tried
    public static List<Target> plan(List<Target> targets, Standing standing, Wish wish) {
        List<Target> offered = wish.hints().narrow(targets);
        List<Target> plan = plan(offered, standing::allows, wish.affinity());
        if (plan.size() < 2) {
            return plan;
        }
        int tier = tierEnd(plan);
        Target pinned = pinned(plan.subList(0, tier), wish.pinned());
        switch (wish.strategy()) {
            case WEIGHTED -> {
                boolean[] crowded = crowded(plan.subList(0, tier), standing);
                pinned = pinned == null || crowded[plan.indexOf(pinned)] ? null : pinned;
                thinOut(plan, crowded);
            }
            case LATENCY -> sortTiers(plan, tierOf -> byLatency(tierOf, standing));
            case COST -> sortTiers(plan, tierOf -> byCost(wish));
        }
        if (pinned != null && plan.remove(pinned)) {
            plan.addFirst(pinned);
        }
        if (!wish.hints().order().isEmpty()) {
            plan.sort(Comparator.comparingInt(wish.hints()::rank));
        }
        return plan;
    }

    /// Nano-credits at the deployment's cost prices; `Long.MAX_VALUE` where they are not known.
    public static long likelyCost(Target target, Quantities likely) {
        if (target.cost() == null) {
            return Long.MAX_VALUE;
        }
        try {
            return Pricing.price(target.cost().tiers(), likely).total();
        } catch (IllegalArgumentException | ArithmeticException _) {
            return Long.MAX_VALUE;
        }
    }

    private static int tierEnd(List<Target> plan) {
        int priority = plan.getFirst().deployment().priority();
        int end = 1;
        while (end < plan.size() && plan.get(end).deployment().priority() == priority) {
            end++;
        }
        return end;
    }

    private static @Nullable Target pinned(List<Target> tier, @Nullable String id) {
        for (Target target : tier) {
            if (target.id().equals(id)) {
                return target;
            }
        }
        return null;
    }

    /// By place in the tier. Where all are, none is.
    private static boolean[] crowded(List<Target> tier, Standing standing) {
        boolean[] crowded = new boolean[tier.size()];
        long underWay = 1;
        long weights = 0;
        for (Target target : tier) {
            underWay += standing.underWay(target.id());
            weights += target.deployment().weight();
        }
        for (int i = 0; i < crowded.length && weights > 0; i++) {
            Target target = tier.get(i);
            double share = CROWDED * underWay * target.deployment().weight() / weights;
            crowded[i] = standing.underWay(target.id()) >= Math.max(CROWD_LEAST, Math.ceil(share));
        }
        return crowded;
    }

    /// Moves the crowded ones of the first tier behind its others.
    private static void thinOut(List<Target> plan, boolean[] crowded) {
        int to = 0;
        List<Target> behind = null;
        for (int i = 0; i < crowded.length; i++) {
            Target target = plan.get(i);
            if (crowded[i]) {
                behind = behind == null ? new ArrayList<>(2) : behind;
                behind.add(target);
            } else {
                plan.set(to++, target);
            }
        }
        for (int i = 0; behind != null && i < behind.size(); i++) {
            plan.set(to++, behind.get(i));
        }
    }

    /// Each priority by itself; weight 0 stays behind.
    private static void sortTiers(List<Target> plan, Function<List<Target>, Comparator<Target>> order) {
        int from = 0;
        while (from < plan.size()) {
            List<Target> tier = plan.subList(from, plan.size());
            tier = tier.subList(0, tierEnd(tier));
            tier.sort(Comparator.<Target>comparingInt(
                            target -> target.deployment().weight() == 0 ? 1 : 0)
                    .thenComparing(order.apply(tier)));
            from += tier.size();
        }
    }

    /// Unknown ones count as the best, so that they are found out about.
    private static Comparator<Target> byLatency(List<Target> tier, Standing standing) {
        double best = Double.MAX_VALUE;
        for (Target target : tier) {
            double millis = standing.firstTokenMillis(target.id());
            best = millis > 0 ? Math.min(best, millis) : best;
        }
        double soon = best * AS_SOON;
        return Comparator.comparingDouble(target -> {
            double millis = standing.firstTokenMillis(target.id());
            return millis <= soon ? 0 : millis;
        });
    }

    private static Comparator<Target> byCost(Wish wish) {
        return Comparator.comparingLong(target -> likelyCost(target, wish.likely()));
    }

    /// By weight alone.
    ///
    /// @param targets lowest priority number first, as a route holds them
    /// @param healthy judges a deployment's id
    /// @param affinity hash of the conversation, or a random number
    /// @return the healthy targets in the order to try them; empty when there is none
    public static List<Target> plan(List<Target> targets, Predicate<String> healthy, long affinity) {
        if (targets.size() == 1) {
            return healthy.test(targets.getFirst().id()) ? targets : List.of();
        }
        List<Target> plan = new ArrayList<>(targets.size());
        double[] scores = new double[targets.size()];
        for (Target target : targets) {
            if (healthy.test(target.id())) {
                insert(plan, scores, target, score(target, affinity));
            }
        }
        return plan;
    }

    /// A route has few targets: insertion keeps it simple and allocates nothing more.
    private static void insert(List<Target> plan, double[] scores, Target target, double score) {
        int at = plan.size();
        int priority = target.deployment().priority();
        while (at > 0
                && comesBefore(priority, score, plan.get(at - 1).deployment().priority(), scores[at - 1])) {
            scores[at] = scores[at - 1];
            at--;
        }
        scores[at] = score;
        plan.add(at, target);
    }

    private static boolean comesBefore(int priority, double score, int otherPriority, double otherScore) {
        return priority == otherPriority ? score > otherScore : priority < otherPriority;
    }

    /// Exponential race: the larger of two is this target with probability weight ÷ sum of weights.
    private static double score(Target target, long affinity) {
        long hash = mix(affinity ^ (target.id().hashCode() * GOLDEN));
        double uniform = ((hash >>> 11) + 0.5) * UNIT;
        int weight = target.deployment().weight();
        return weight == 0 ? Math.log(uniform) * 1e6 : Math.log(uniform) / weight;
    }

    private static long mix(long value) {
        long first = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        long second = (first ^ (first >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return second ^ (second >>> 31);
    }
}
