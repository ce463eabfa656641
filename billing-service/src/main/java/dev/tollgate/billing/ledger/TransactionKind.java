package dev.tollgate.billing.ledger;

import java.util.Locale;

/// What a transaction books; with its reference, the key that makes it once only.
public enum TransactionKind {
    GIFT,
    USAGE,
    CORRECTION,
    EXPIRY;

    /// The name in the database and in ledger views.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
