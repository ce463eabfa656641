package dev.tollgate.billing.payment;

/// What an account, locked, has. Nano-credits.
///
/// @param receivable what it owes
record Funds(long balance, long held, long overdraft, long outageDrawn, long receivable, boolean frozen) {
    /// What can be taken away: its own credit, and what it may go below zero.
    long free() {
        return Math.max(0, balance + overdraft + outageDrawn - held);
    }

    /// What is its own and not in use: what a debt can be paid from.
    long own() {
        return Math.max(0, balance - held);
    }

    /// What a refund can be paid from: what is owed is not. Credit that a lease held when the debt was made may be
    /// free by now.
    long refundable() {
        return Math.max(0, own() - receivable);
    }
}
