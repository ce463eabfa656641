package dev.tollgate.contract.routing.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the words of a group's requests and answers have to pass, each in this order.
///
/// @param before what callers say, before a provider gets it
/// @param after what models say, before callers get it
public record Guardrails(List<Guardrail> before, List<Guardrail> after) {
    public Guardrails {
        before = before == null ? List.of() : List.copyOf(before);
        after = after == null ? List.of() : List.copyOf(after);
    }

    /// One of them: either of the two is there. An edge that knows neither treats it as one that has failed.
    public record Guardrail(
            String id, @Nullable Hook hook, @Nullable Redaction redaction) {}

    /// Asks an operator's own service.
    ///
    /// @param timeoutMillis for the whole of its answer
    /// @param closed whether nothing passes when it cannot be asked
    /// @param signed whether calls are signed; when there is no secret then, it cannot be asked
    /// @param secret what signs them; `guardrail:` and its id are the associated data
    public record Hook(
            String url,
            long timeoutMillis,
            boolean closed,
            boolean signed,
            @Nullable SealedCredential secret) {
        /// The same, with its secret.
        public Hook with(@Nullable SealedCredential given) {
            return new Hook(url, timeoutMillis, closed, signed, given);
        }
    }

    /// Puts something else in the place of what matches.
    ///
    /// @param replacement in which `{name}` is the pattern's name
    public record Redaction(List<Pattern> patterns, String replacement) {
        public Redaction {
            patterns = List.copyOf(patterns);
        }
    }

    /// What is looked for.
    ///
    /// @param expression in RE2's syntax, or null when the edge has it built in by this name
    /// @param width most characters that a match can have; 0 of a built-in one
    public record Pattern(String name, @Nullable String expression, int width) {}
}
