package dev.tollgate.billing.pricing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which versions must follow so that prices come to be what the file and the published drafts say, and when each
/// takes effect (ADR 0009 and 0029).
///
/// Of all versions whose time has come the one with the highest number counts. So a version that is in force at
/// once puts an end to all that were to come, and these follow anew, with higher numbers, at their own times.
///
/// @param next in the order of their numbers; none when what is published says the same
record VersionPlan(List<Next> next) {
    VersionPlan {
        next = List.copyOf(next);
    }

    record Next(CompiledPrices prices, Instant effectiveFrom) {}

    /// What is published so far.
    ///
    /// @param inForce prices that count now: [CompiledPrices#NONE] before the first version
    /// @param pending versions that will count, ascending by time and number
    record Present(CompiledPrices inForce, List<Next> pending) {
        Present {
            pending = List.copyOf(pending);
        }

        /// The pending version that a changed file has made already, if it says the same.
        Optional<Next> madeFor(Wanted wanted) {
            return pending.stream()
                    .filter(next -> !wanted.isScheduled(next.effectiveFrom())
                            && next.prices().equals(wanted.at(next.effectiveFrom())))
                    .findFirst();
        }
    }

    /// What is to be.
    ///
    /// @param now the file with all drafts whose time has come
    /// @param from when the file wants its changes to count, or null
    /// @param scheduled the same with each further draft from its time on, ascending
    record Wanted(CompiledPrices now, @Nullable Instant from, List<Next> scheduled) {
        Wanted {
            scheduled = List.copyOf(scheduled);
        }

        CompiledPrices at(Instant time) {
            CompiledPrices prices = now;
            for (Next next : scheduled) {
                prices = next.effectiveFrom().isAfter(time) ? prices : next.prices();
            }
            return prices;
        }

        boolean isScheduled(Instant time) {
            return scheduled.stream().anyMatch(next -> next.effectiveFrom().equals(time));
        }
    }

    /// @param notice how far ahead a change must lie
    static VersionPlan of(Present present, Wanted wanted, Instant now, Duration notice) {
        CompiledPrices atOnce = present.inForce().withAdditionsOf(wanted.now());
        List<Next> steps = steps(present, wanted, atOnce, now.plus(notice));
        if (!atOnce.equals(present.inForce())) {
            List<Next> next = new ArrayList<>(steps.size() + 1);
            next.add(new Next(atOnce, now));
            next.addAll(steps);
            return new VersionPlan(next);
        }
        List<Next> pending = present.pending();
        if (steps.isEmpty()) {
            return new VersionPlan(pending.isEmpty() ? List.of() : List.of(new Next(atOnce, now)));
        }
        if (endsWith(pending, steps)) {
            return new VersionPlan(List.of());
        }
        boolean goesOn = steps.size() > pending.size()
                && steps.subList(0, pending.size()).equals(pending);
        return new VersionPlan(goesOn ? steps.subList(pending.size(), steps.size()) : steps);
    }

    /// From what is in force at once on. A draft that is to come before a change of the file keeps what it was
    /// published with: the file's change has a notice of its own.
    private static List<Next> steps(Present present, Wanted wanted, CompiledPrices atOnce, Instant soonest) {
        List<Next> steps = new ArrayList<>();
        boolean additions = !atOnce.equals(present.inForce());
        Instant changed = null;
        if (!atOnce.equals(wanted.now())) {
            changed = present.madeFor(wanted).map(Next::effectiveFrom).orElseGet(() -> {
                Instant from = wanted.from();
                return from != null && from.isAfter(soonest) ? from : soonest;
            });
            for (Next next : present.pending()) {
                if (next.effectiveFrom().isBefore(changed) && wanted.isScheduled(next.effectiveFrom())) {
                    steps.add(additions ? new Next(next.prices().withAdditionsOf(atOnce), next.effectiveFrom()) : next);
                }
            }
            steps.add(new Next(wanted.at(changed), changed));
        }
        for (Next next : wanted.scheduled()) {
            if (changed == null || next.effectiveFrom().isAfter(changed)) {
                steps.add(next);
            }
        }
        return withoutRepeats(atOnce, steps);
    }

    private static List<Next> withoutRepeats(CompiledPrices first, List<Next> steps) {
        List<Next> kept = new ArrayList<>(steps.size());
        CompiledPrices before = first;
        for (Next step : steps) {
            if (!Objects.equals(before, step.prices())) {
                kept.add(step);
            }
            before = step.prices();
        }
        return kept;
    }

    private static boolean endsWith(List<Next> all, List<Next> end) {
        return all.size() >= end.size()
                && all.subList(all.size() - end.size(), all.size()).equals(end);
    }
}
