package dev.tollgate.edge.relay;

import dev.tollgate.contract.error.ServiceError;
import io.vertx.core.Future;

/// Whether a stream may go on, as far as credit reaches.
public sealed interface Gate {
    Gate GO = new Go();

    record Go() implements Gate {}

    /// The stream pauses (back-pressure reaches the provider) until this completes.
    record Wait(Future<Gate> then) implements Gate {}

    /// The stream ends with this error after what was already handed on.
    record Stop(ServiceError error) implements Gate {}
}
