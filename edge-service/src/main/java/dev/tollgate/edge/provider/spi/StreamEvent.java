package dev.tollgate.edge.provider.spi;

import org.jspecify.annotations.Nullable;

/// One event of a stream, read.
public sealed interface StreamEvent {
    /// @param usage what the provider reports so far (cumulative), or null
    record Chunk(@Nullable ProviderUsage usage, JsonSkim skim) implements StreamEvent {}

    /// The provider says that it has ended.
    record Done() implements StreamEvent {}

    record Failed(Failure failure) implements StreamEvent {}
}
