package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The deployments that one request may still try, in the order of its plan.
final class Candidates {
    /// @param turn never [Turn#NOT_NOW]
    record Next(Target target, Turn turn) {}

    private final Planning.Plan plan;
    private final DeploymentHealth health;
    private int position;
    private int tried;

    Candidates(Planning.Plan plan, DeploymentHealth health) {
        this.plan = plan;
        this.health = health;
    }

    Planning.Plan plan() {
        return plan;
    }

    /// The next one that is to be tried now, or null. A first one is tried at any time.
    ///
    /// @param most attempts, over all of them
    /// @param elapsedMillis since the request came
    @Nullable
    Next next(int most, long elapsedMillis) {
        List<Target> order = plan.order();
        while (position < order.size() && tried < most && isInTime(order.get(position), elapsedMillis)) {
            Target target = order.get(position++);
            Turn turn = health.turn(target.id());
            if (turn != Turn.NOT_NOW) {
                tried++;
                return new Next(target, turn);
            }
        }
        return null;
    }

    private boolean isInTime(Target target, long elapsedMillis) {
        return tried == 0 || elapsedMillis <= target.timeouts().retryDeadline();
    }
}
