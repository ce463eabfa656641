package dev.tollgate.edge.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Orders a route's targets for one request: by priority, then by weight among the healthy.
///
/// Weighted rendezvous hashing: each target draws a score from the request's affinity and its own id. One affinity
/// always gives one order, so that requests of one conversation stick to one deployment and its prompt cache; over
/// many affinities a target comes first in proportion to its weight; and a target that falls ill moves only its own
/// requests. Weight 0 comes after all others of its priority.
public final class RoutePlanner {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final double UNIT = 0x1.0p-53;

    private RoutePlanner() {}

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
