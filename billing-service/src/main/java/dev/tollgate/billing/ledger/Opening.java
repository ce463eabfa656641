package dev.tollgate.billing.ledger;

/// Whether a transaction is there to be filled, or was booked before.
public sealed interface Opening {
    /// @param id to post entries to, within the same database transaction
    record OpenedTransaction(long id) implements Opening {}

    /// The same kind and reference are in the books: nothing may be posted again.
    record AlreadyPosted(long id) implements Opening {}
}
