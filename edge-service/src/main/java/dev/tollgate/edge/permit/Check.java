package dev.tollgate.edge.permit;

import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.Subject;

/// One limit that a request must pass.
///
/// @param amount what the request takes of it
/// @param large judged from a slice
record Check(Subject subject, Dimension dimension, long limit, long amount, boolean large) {
    /// The limit as callers are told it: `10 RPM`.
    String told() {
        return limit + " "
                + switch (dimension) {
                    case RPM -> "RPM";
                    case TPM -> "TPM";
                    case RPD -> "RPD";
                    case CONCURRENCY -> "concurrent requests";
                };
    }

    /// The same limit, judged by the service.
    Check askedPerRequest() {
        return new Check(subject, dimension, limit, amount, false);
    }

    Window window() {
        return new Window(subject, dimension);
    }

    /// What a pool is for.
    record Window(Subject subject, Dimension dimension) {}
}
