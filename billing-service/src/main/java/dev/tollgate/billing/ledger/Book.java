package dev.tollgate.billing.ledger;

import java.util.Locale;

/// The books that a transaction moves nano-credits between. Each transaction sums to zero over all of them.
public enum Book {
    /// What customers own; the only book whose entries change a balance.
    ACCOUNT,
    /// The source of given credit.
    GIFTS,
    /// The source of credit that was paid for, and where money goes that a bank took back.
    PURCHASES,
    /// What was charged.
    REVENUE,
    /// What was used and could not be charged.
    UNCOLLECTED,
    /// What customers owe beyond their credit.
    RECEIVABLE,
    /// Where given credit goes when its time is over.
    EXPIRED,
    /// Credit that waits to be refunded: no longer the customer's to spend, not yet paid back.
    REFUNDS,
    /// What providers charge us for what customers asked.
    PROVIDER_COST,
    /// What we owe providers for it.
    PROVIDERS;

    /// The name in the database.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
