package dev.tollgate.edge.endpoint;

import dev.tollgate.contract.error.ServiceError;

/// What taking in a request's body ends in.
public sealed interface Taken {
    /// @param bodyNanos how long the client took to send it
    record Understood(ModelRequest request, long bodyNanos) implements Taken {}

    record Refused(ServiceError error) implements Taken {}

    /// The client went away or was too slow; there is nobody to answer.
    record Gone() implements Taken {}
}
