package dev.tollgate.edge.key;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.error.ServiceError;

/// What became of a request's credentials.
public sealed interface AuthOutcome {
    /// The key may make this request; which models it may use is the route's to say.
    record Authenticated(KeyContext key) implements AuthOutcome {}

    /// 401 or 403, safe to show as it is.
    record Refused(ServiceError error) implements AuthOutcome {}

    /// 503: there is no verdict, because auth is away and the key is not known here. Never a 401.
    record Unavailable(ServiceError error, long retryAfterMillis) implements AuthOutcome {}
}
