package dev.tollgate.routing.canary;

import dev.tollgate.routing.canary.CanaryState.Counts;
import dev.tollgate.routing.canary.CanaryState.Phase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what becomes of a canary.
public final class Judge {
    private static final long WHOLE = 10_000;
    private static final long PER_PERCENT = 100;

    private Judge() {}

    /// What is to happen.
    ///
    /// @param action one word: `begin`, `advance`, `finish` or `roll-back`
    /// @param state from then on
    public record Verdict(String action, CanaryState state) {}

    /// @param state null when nothing is known of the deployment
    /// @param others the model's other deployments
    /// @return null when all stays as it is
    public static @Nullable Verdict judge(
            String deployment, Canary canary, @Nullable CanaryState state, List<String> others, Instant now) {
        if (state == null || !state.definition().equals(canary.definition())) {
            return new Verdict("begin", CanaryState.begun(deployment, canary, others, now));
        }
        if (state.phase() != Phase.RAMPING) {
            return null;
        }
        Counts counts = state.counts();
        boolean enough = counts.attempts() >= canary.requestsMin();
        long rate = rate(counts.failures(), counts.attempts());
        // Few requests say as little of the others as of the canary.
        long usual = counts.otherAttempts() >= canary.requestsMin()
                ? rate(counts.otherFailures(), counts.otherAttempts())
                : 0;
        if (enough && rate - usual > canary.errorRateMax()) {
            String why = percent(rate) + " of its attempts failed, " + percent(usual)
                    + " of the others', at a share of " + state.share(canary) + "%";
            return new Verdict("roll-back", state.ended(Phase.ROLLED_BACK, now, why));
        }
        boolean due = !now.isBefore(state.begunAt().plusMillis(canary.everyMillis()));
        if (!due || !enough) {
            return null;
        }
        return state.step() >= canary.lastStep()
                ? new Verdict("finish", state.ended(Phase.DONE, now, null))
                : new Verdict("advance", state.at(state.step() + 1, now));
    }

    private static long rate(long failures, long attempts) {
        return attempts == 0 ? 0 : failures * WHOLE / attempts;
    }

    private static String percent(long rate) {
        return BigDecimal.valueOf(rate)
                        .divide(BigDecimal.valueOf(PER_PERCENT))
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
