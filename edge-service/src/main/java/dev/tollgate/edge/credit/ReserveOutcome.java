package dev.tollgate.edge.credit;

import dev.tollgate.contract.error.ServiceError;

/// What asking for credit ends in.
public sealed interface ReserveOutcome {
    record Reserved(Reservation reservation) implements ReserveOutcome {}

    /// No credit, a limit reached, or a frozen account.
    ///
    /// @param retryAfterMillis 0 when waiting will not help
    record Refused(ServiceError error, long retryAfterMillis) implements ReserveOutcome {}

    /// Billing is away and no lease is in force: never a 402.
    record Unavailable(ServiceError error, long retryAfterMillis) implements ReserveOutcome {}
}
