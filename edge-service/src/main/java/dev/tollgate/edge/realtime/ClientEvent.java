package dev.tollgate.edge.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// What an event of the caller means to us. Nearly all are the provider's business alone.
sealed interface ClientEvent {
    /// A response is asked for.
    ///
    /// @param bound its own bound on the output: tokens, `Long.MAX_VALUE` for as many as the model gives, or null
    ///     for the session's
    record Create(@Nullable String id, @Nullable Long bound) implements ClientEvent {}

    /// The session's terms are to change.
    ///
    /// @param event to be changed before it is sent on
    /// @param model that it names, or null
    /// @param bound like [Create#bound]
    record Update(
            @Nullable String id,
            ObjectNode event,
            @Nullable String model,
            @Nullable Long bound) implements ClientEvent {}

    /// Speech.
    record Audio() implements ClientEvent {}

    record Other() implements ClientEvent {}

    /// Sent to nobody: two readers could take it for two different events.
    record Malformed(String message) implements ClientEvent {}
}
