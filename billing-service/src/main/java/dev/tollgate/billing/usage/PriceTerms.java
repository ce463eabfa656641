package dev.tollgate.billing.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/// When each price version is in force: from its own moment until a newer version's (rules 11).
///
/// @param from version → effective from
record PriceTerms(Map<Long, Instant> from) {
    PriceTerms {
        from = Map.copyOf(from);
    }

    /// The newest version whose moment is not after this one.
    OptionalLong inForceAt(Instant moment) {
        return from.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(moment))
                .mapToLong(Map.Entry::getKey)
                .max();
    }

    /// Whether a version was in force at a moment, or within the slack before or after it.
    boolean accepts(long version, Instant moment, Duration slack) {
        Instant from = this.from.get(version);
        if (from == null || from.isAfter(moment.plus(slack))) {
            return false;
        }
        return this.from.entrySet().stream()
                .noneMatch(
                        entry -> entry.getKey() > version && !entry.getValue().isAfter(moment.minus(slack)));
    }
}
