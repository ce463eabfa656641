package dev.tollgate.edge.provider.spi;

import dev.tollgate.contract.billing.v1.Quantities;
import org.jspecify.annotations.Nullable;

/// What an event of a realtime session means to the books.
public sealed interface RealtimeEvent {
    /// The session's terms, as the provider has them now. It carries the model's name at `session.model`.
    ///
    /// @param outputBound tokens of one response, or null for as many as the model gives
    record Terms(@Nullable Long outputBound) implements RealtimeEvent {}

    /// @param id of the response: the provider may have started it by itself
    record ResponseStarted(String id) implements RealtimeEvent {}

    /// A piece of a response.
    ///
    /// @param text of the model, to be counted; empty for audio
    /// @param audioTokens what its audio comes to, by the provider's rate
    record Delivered(String id, String text, long audioTokens) implements RealtimeEvent {}

    /// @param failed the provider failed at it
    /// @param usage disjoint, or null when none is told
    record ResponseDone(String id, boolean failed, @Nullable Quantities usage) implements RealtimeEvent {}

    /// The caller's speech was written down: a charge beside the responses'.
    ///
    /// @param id of the event: it counts once
    record Transcribed(String id, Quantities usage) implements RealtimeEvent {}

    /// @param cause the caller's `event_id` of what is refused, or null when it gave none
    record Refused(@Nullable String cause) implements RealtimeEvent {}

    /// Nothing that is counted.
    record Other() implements RealtimeEvent {}
}
