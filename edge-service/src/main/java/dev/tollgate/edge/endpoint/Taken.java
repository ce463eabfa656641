package dev.tollgate.edge.endpoint;

import dev.tollgate.contract.error.ServiceError;
import org.jspecify.annotations.Nullable;

/// What taking in a request's body ends in.
public sealed interface Taken {
    /// @param bodyNanos how long the client took to send it
    /// @param source what it was read from; null where there are no words in it
    record Understood(
            ModelRequest request, long bodyNanos, @Nullable Source source) implements Taken {}

    /// @param retryAfterMillis 0 when waiting will not help
    record Refused(ServiceError error, long retryAfterMillis) implements Taken {
        public Refused(ServiceError error) {
            this(error, 0);
        }
    }

    /// The client went away or was too slow; there is nobody to answer.
    record Gone() implements Taken {}
}
