package dev.tollgate.billing.hold;

/// An account's row, locked for the transaction. Amounts in nano-credits.
///
/// @param outageCredit what each edge may reserve while billing is away
/// @param outageDrawn what was drawn of it beyond all other credit, and is not paid back yet
public record AccountCredit(
        String id, long balance, long held, long overdraft, boolean frozen, long outageCredit, long outageDrawn) {
    /// Without outage credit.
    public AccountCredit(String id, long balance, long held, long overdraft, boolean frozen) {
        this(id, balance, held, overdraft, frozen, 0, 0);
    }

    /// What can still be held or charged.
    public long free() {
        return balance + overdraft + outageDrawn - held;
    }

    /// What an edge may reserve in the next outage: what was drawn is paid back first.
    public long outageLeft() {
        return frozen ? 0 : Math.max(0, outageCredit - outageDrawn);
    }
}
