package dev.tollgate.routing.canary;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a canary has come.
///
/// @param definition of the canary that it belongs to
/// @param step from 0
/// @param begunAt when the step, or the end, began
/// @param others the model's other deployments, which it is compared with
/// @param counts since then, over all edges
/// @param why it was rolled back; null when it was not
public record CanaryState(
        String deployment,
        String definition,
        int step,
        Phase phase,
        Instant begunAt,
        List<String> others,
        Counts counts,
        @Nullable String why) {
    public CanaryState {
        others = List.copyOf(others);
    }

    /// Where a canary is.
    public enum Phase {
        RAMPING,
        /// It has the last step's share for good.
        DONE,
        /// It gets no requests any more, until its definition changes.
        ROLLED_BACK
    }

    /// Attempts at the canary and at the model's other deployments, and how many failed.
    public record Counts(long attempts, long failures, long otherAttempts, long otherFailures) {
        public static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    public static CanaryState begun(String deployment, Canary canary, List<String> others, Instant now) {
        return new CanaryState(deployment, canary.definition(), 0, Phase.RAMPING, now, others, Counts.NONE, null);
    }

    /// Percent of the model's requests.
    public int share(Canary canary) {
        return phase == Phase.ROLLED_BACK ? 0 : canary.steps().get(Math.min(step, canary.lastStep()));
    }

    CanaryState at(int next, Instant now) {
        return new CanaryState(deployment, definition, next, Phase.RAMPING, now, others, Counts.NONE, null);
    }

    CanaryState ended(Phase how, Instant now, @Nullable String reason) {
        return new CanaryState(deployment, definition, step, how, now, others, counts, reason);
    }
}
