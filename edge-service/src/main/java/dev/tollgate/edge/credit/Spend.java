package dev.tollgate.edge.credit;

import dev.tollgate.contract.error.ServiceError;
import io.vertx.core.Future;

/// Whether a stream may go on.
public sealed interface Spend {
    record Within() implements Spend {}

    /// The relay pauses until the future says; it never fails and takes at most the configured pause.
    record Extending(Future<Spend> outcome) implements Spend {}

    /// The stream ends with this error.
    record Exhausted(ServiceError error) implements Spend {}
}
