package dev.tollgate.billing.ledger;

import org.jspecify.annotations.Nullable;

/// One line of a transaction.
///
/// @param accountId required for the book of accounts; elsewhere it says on whose behalf
/// @param amount nano-credits, positive into the book
public record Posting(Book book, @Nullable String accountId, long amount) {
    public Posting {
        if (book == Book.ACCOUNT && accountId == null) {
            throw new IllegalArgumentException("a posting to the book of accounts names its account");
        }
    }

    /// Into (or, when negative, out of) an account.
    public static Posting toAccount(String accountId, long amount) {
        return new Posting(Book.ACCOUNT, accountId, amount);
    }

    /// Into (or, when negative, out of) one of our own books.
    public static Posting to(Book book, long amount) {
        return new Posting(book, null, amount);
    }
}
