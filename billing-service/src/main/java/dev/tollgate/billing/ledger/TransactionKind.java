package dev.tollgate.billing.ledger;

import java.util.Locale;

/// What a transaction books; with its reference, the key that makes it once only.
public enum TransactionKind {
    GIFT,
    /// A customer's payment.
    TOP_UP,
    USAGE,
    CORRECTION,
    EXPIRY,
    /// A customer's bank took a payment back (rules 10).
    CHARGEBACK,
    /// The bank gave it back: the dispute was won.
    CHARGEBACK_REVERSAL,
    /// Credit that came in pays what the account owed.
    DEBT_PAID,
    /// Credit is set aside, to be refunded.
    REFUND_HOLD,
    /// The money went back.
    REFUND,
    /// It did not: the credit is the customer's again.
    REFUND_RELEASE,
    /// What providers charge us for the records of a statement: booked by the database itself (ADR 0030).
    COST,
    /// What a frame in quarantine would have charged, and its way back once it is posted (rules 14).
    QUARANTINE;

    /// The name in the database and in ledger views.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
