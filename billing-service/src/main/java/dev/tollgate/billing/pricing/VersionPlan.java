package dev.tollgate.billing.pricing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which versions a newly compiled file makes, and when each takes effect.
///
/// @param next in the order of their numbers; none when the newest version says the same
record VersionPlan(List<Next> next) {
    VersionPlan {
        next = List.copyOf(next);
    }

    record Next(CompiledPrices prices, Instant effectiveFrom) {}

    /// What is published so far.
    ///
    /// @param inForce prices that count now: [CompiledPrices#NONE] before the first version
    /// @param newest the version with the highest number, in force or to come
    record Present(CompiledPrices inForce, CompiledPrices newest) {}

    /// @param notice how far ahead a change must lie
    /// @param wanted when the file wants its changes to count, or null
    static VersionPlan of(
            Present present, CompiledPrices file, Instant now, Duration notice, @Nullable Instant wanted) {
        CompiledPrices inForce = present.inForce();
        if (file.equals(present.newest())) {
            return new VersionPlan(List.of());
        }
        List<Next> next = new ArrayList<>();
        CompiledPrices atOnce = inForce.withAdditionsOf(file);
        if (!atOnce.equals(inForce) || atOnce.equals(file)) {
            next.add(new Next(atOnce, now));
        }
        if (!atOnce.equals(file)) {
            Instant soonest = now.plus(notice);
            next.add(new Next(file, wanted != null && wanted.isAfter(soonest) ? wanted : soonest));
        }
        return new VersionPlan(next);
    }
}
