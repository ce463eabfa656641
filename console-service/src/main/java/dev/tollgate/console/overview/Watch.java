package dev.tollgate.console.overview;

import dev.tollgate.console.insight.Period;
import dev.tollgate.contract.billing.v1.EdgeView;
import dev.tollgate.contract.billing.v1.Overview;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that the operator's overview shows.
///
/// @param edges null for who may not see them, as is `catalogue`
/// @param drained deployments that take no requests
/// @param now Unix seconds
/// @param live whether it looks again by itself
record Watch(
        Overview overview,
        Period period,
        @Nullable List<Edge> edges,
        @Nullable CatalogueStatus catalogue,
        Set<String> drained,
        long now,
        boolean live) {
    private static final long QUIET_SECONDS = 60;
    private static final long LATE_SECONDS = 120;
    private static final long ERRORS_BAD = 20;
    private static final long ERRORS_SOME = 5;
    private static final long PERCENT = 100;

    /// @param heard whether it was heard of just now
    /// @param late whether what it holds in its journal is older than it should be
    record Edge(EdgeView view, boolean heard, boolean late) {
        static Edge of(EdgeView view, Instant now) {
            Long seen = view.seenAt();
            Long oldest = view.oldestUnposted();
            long second = now.getEpochSecond();
            return new Edge(
                    view,
                    seen != null && second - seen <= QUIET_SECONDS,
                    oldest != null && second - oldest > LATE_SECONDS);
        }
    }

    /// `drained`, `bad`, `some` or `good`, by the share of its requests that failed.
    public String health(Overview.Deployment one) {
        if (drained.contains(one.deployment())) {
            return "drained";
        }
        long percent = one.ended().requests() == 0
                ? 0
                : one.ended().failed() * PERCENT / one.ended().requests();
        if (percent >= ERRORS_BAD) {
            return "bad";
        }
        return percent >= ERRORS_SOME ? "some" : "good";
    }

    /// Whether something waits for somebody.
    public boolean isAlarmed() {
        return overview.alerts().stream().anyMatch(alert -> alert.count() > 0)
                || (catalogue != null && !catalogue.problems().isEmpty());
    }
}
