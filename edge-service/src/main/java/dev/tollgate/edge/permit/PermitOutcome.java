package dev.tollgate.edge.permit;

import dev.tollgate.contract.error.ServiceError;
import java.util.Map;

/// Whether a request may go on.
public sealed interface PermitOutcome {
    /// It may; the permit is settled or given back, once.
    record Admitted(Permit permit) implements PermitOutcome {}

    /// A limit has no room.
    ///
    /// @param retryAfterMillis when it will, -1 if never
    /// @param retryable false when a repetition can't help: `x-should-retry: false`
    record Limited(ServiceError error, long retryAfterMillis, boolean retryable, Map<String, String> headers)
            implements PermitOutcome {
        public Limited {
            headers = Map.copyOf(headers);
        }
    }

    /// Limits can't be counted, and the operator wants no request uncounted.
    record Unavailable(ServiceError error) implements PermitOutcome {}
}
