package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The deployments that one request may still try, in the order of its plan.
final class Candidates {
    /// @param turn never [Turn#NOT_NOW]
    record Next(Target target, Turn turn) {}

    private final List<Target> plan;
    private final DeploymentHealth health;
    private int position;

    /// @param plan as the planner ordered them
    Candidates(List<Target> plan, DeploymentHealth health) {
        this.plan = plan;
        this.health = health;
    }

    /// The next one that is to be tried now, or null.
    ///
    /// @param elapsedMillis since the request came, or 0 while none was tried: a first one is tried at any time
    @Nullable
    Next next(long elapsedMillis) {
        while (position < plan.size()
                && elapsedMillis <= plan.get(position).timeouts().retryDeadline()) {
            Target target = plan.get(position++);
            Turn turn = health.turn(target.id());
            if (turn != Turn.NOT_NOW) {
                return new Next(target, turn);
            }
        }
        return null;
    }
}
