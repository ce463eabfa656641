package dev.tollgate.billing.hold;

/// An account's row, locked for the transaction. Amounts in nano-credits.
public record AccountCredit(String id, long balance, long held, long overdraft, boolean frozen) {
    /// What can still be held or charged.
    public long free() {
        return balance + overdraft - held;
    }
}
