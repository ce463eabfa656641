package dev.tollgate.edge.guard;

import dev.tollgate.contract.routing.v1.Guardrails;
import java.util.List;

/// Puts something else in the place of what its patterns match: what begins first, of several the longest. Matches
/// are bounded, so that a text which comes in pieces is redacted as it would be whole.
///
/// @param replacement in which `{name}` is the pattern's name
record Redactor(List<Finder> finders, String replacement) {
    private static final String NAME = "{name}";

    Redactor {
        finders = List.copyOf(finders);
    }

    /// @throws IllegalArgumentException when a pattern cannot be had here: an older edge does not know a newer one
    static Redactor of(Guardrails.Redaction redaction) {
        List<Finder> finders = redaction.patterns().stream()
                .map(pattern -> {
                    String expression = pattern.expression();
                    return expression == null
                            ? BuiltIn.named(pattern.name())
                            : Finder.custom(pattern.name(), expression, pattern.width());
                })
                .toList();
        return new Redactor(finders, redaction.replacement());
    }

    String inPlaceOf(Finder finder) {
        return replacement.replace(NAME, finder.name());
    }

    /// The whole of a text.
    String redact(String text, Tally tally) {
        RedactedText redacted = new RedactedText(this, tally);
        return redacted.add(text) + redacted.end();
    }

    /// Hears of each thing that was replaced.
    interface Tally {
        void replaced(String pattern);
    }
}
