package dev.tollgate.billing.usage;

/// What became of one `done`.
sealed interface Posted {
    /// Counted now.
    ///
    /// @param uncollected nano-credits that the account did not have
    /// @param late its lease was closed
    /// @param mismatched the edge named another charge than billing computed
    record New(long uncollected, boolean late, boolean mismatched) implements Posted {}

    /// The record of an interrupted request was put right.
    record Corrected(long uncollected) implements Posted {}

    /// @param conflict the same id came with another content: an alert
    record Duplicate(boolean conflict) implements Posted {}

    record Refused(Unfit reason, String detail) implements Posted {}
}
