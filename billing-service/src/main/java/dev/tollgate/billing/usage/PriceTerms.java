package dev.tollgate.billing.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/// When each price version is in force: from its own moment until a newer version's (rules 11).
record PriceTerms(Map<Long, Term> terms) {
    PriceTerms {
        terms = Map.copyOf(terms);
    }

    /// The newest version whose moment is not after this one.
    OptionalLong inForceAt(Instant moment) {
        return terms.entrySet().stream()
                .filter(entry -> !entry.getValue().from().isAfter(moment))
                .mapToLong(Map.Entry::getKey)
                .max();
    }

    /// Whether a version was in force at a moment, or within the slack before or after it.
    boolean accepts(long version, Instant moment, Duration slack) {
        Term term = terms.get(version);
        return term != null
                && !term.from().isAfter(moment.plus(slack))
                && terms.entrySet().stream()
                        .noneMatch(entry -> entry.getKey() > version && hasBegun(entry.getValue(), moment, slack));
    }

    /// Whether an edge that last knew all prices at `known` could not know better than to use this version: every
    /// newer one that was in force at the moment was published only after that. A version is published long before
    /// it is in force, so an edge that is not cut off knows it.
    boolean acceptsCutOff(long version, Instant moment, Duration slack, Instant known) {
        Term term = terms.get(version);
        return term != null
                && !term.from().isAfter(moment.plus(slack))
                && terms.entrySet().stream()
                        .filter(entry -> entry.getKey() > version && hasBegun(entry.getValue(), moment, slack))
                        .allMatch(entry ->
                                entry.getValue().publishedAt().plus(slack).isAfter(known));
    }

    private static boolean hasBegun(Term term, Instant moment, Duration slack) {
        return !term.from().isAfter(moment.minus(slack));
    }

    /// @param from when it takes effect
    /// @param publishedAt when edges could first read it
    record Term(Instant from, Instant publishedAt) {}
}
