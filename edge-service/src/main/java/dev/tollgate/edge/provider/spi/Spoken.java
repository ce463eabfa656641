package dev.tollgate.edge.provider.spi;

import java.util.function.UnaryOperator;

/// What is said to a provider of a caller's request, as far as formats go: a caller may speak another one than the
/// provider does. Each attempt has it said afresh.
public sealed interface Spoken {
    /// @param body in an operation that the provider's adapter has words for, if it has any for this at all
    /// @param reading makes of the adapter's reader of one answer the one that says it in the caller's format
    /// @param param makes of a parameter's name in `body` the caller's own name of it
    record Said(CallBody body, UnaryOperator<AnswerReader> reading, UnaryOperator<String> param) implements Spoken {
        /// In the caller's own format.
        public static Said asItIs(CallBody body) {
            return new Said(body, UnaryOperator.identity(), UnaryOperator.identity());
        }
    }

    /// The format that the provider speaks has no words for it. Another deployment's may have.
    ///
    /// @param param the caller's name of what cannot be said
    record Unsaid(String param, String message) implements Spoken {}
}
