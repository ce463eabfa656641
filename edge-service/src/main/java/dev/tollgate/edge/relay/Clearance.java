package dev.tollgate.edge.relay;

import dev.tollgate.contract.error.ServiceError;
import org.jspecify.annotations.Nullable;

/// Whether an attempt may be written upstream now, and with which bound on its output.
public sealed interface Clearance {
    /// @param outputBound tokens per choice to send, or null for the caller's own
    /// @param clamped whether the bound is lower than what was asked for: the caller is told (rules 13)
    record Cleared(@Nullable Long outputBound, boolean clamped) implements Clearance {}

    /// Nothing is sent: the caller gets this error.
    ///
    /// @param retryAfterMillis 0 when waiting will not help
    record Refused(ServiceError error, long retryAfterMillis) implements Clearance {}
}
