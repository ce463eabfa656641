package dev.tollgate.edge.trace;

import org.jspecify.annotations.Nullable;

/// The span of one attempt at a deployment. Ended once; what comes later is ignored.
public interface AttemptSpan {
    /// What stands for a span while tracing is off.
    AttemptSpan NONE = new AttemptSpan() {};

    /// What a provider that is configured for it is told, or null while tracing is off.
    default @Nullable String traceparent() {
        return null;
    }

    /// @param error one word
    default void failed(String error) {}

    /// @param inputTokens all of them, cached ones too; null when the provider did not say
    /// @param error one word, or null when the provider did its part
    default void answered(@Nullable Long inputTokens, @Nullable Long outputTokens, @Nullable String error) {}
}
