package dev.tollgate.edge.provider.spi;

import org.jspecify.annotations.Nullable;

/// A whole answer, read.
public sealed interface PlainAnswer {
    /// @param usage what the provider reports, or null
    /// @param skim where in the body things are
    record Understood(@Nullable ProviderUsage usage, JsonSkim skim) implements PlainAnswer {}

    record Failed(Failure failure) implements PlainAnswer {}
}
