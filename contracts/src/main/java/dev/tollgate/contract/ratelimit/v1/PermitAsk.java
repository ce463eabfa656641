package dev.tollgate.contract.ratelimit.v1;

import java.util.List;

/// One request's wish to be admitted by all of these limits, or by none. Asking twice with one request id gives the
/// same answer (rules 2).
///
/// @param tokens the estimate charged to each TPM window: input plus the likely output
/// @param look nothing is taken: a request that another limit refused wants to know when all of them have room
public record PermitAsk(String requestId, String edgeId, long tokens, List<LimitCheck> checks, boolean look) {
    public PermitAsk {
        checks = List.copyOf(checks);
    }

    /// To be admitted.
    public PermitAsk(String requestId, String edgeId, long tokens, List<LimitCheck> checks) {
        this(requestId, edgeId, tokens, checks, false);
    }

    /// The limits of one subject that must be judged per request; those that the edge judges by a slice are null.
    public record LimitCheck(Subject subject, RateLimits limits) {}
}
