package dev.tollgate.billing.payment;

import dev.tollgate.billing.ledger.Book;
import dev.tollgate.billing.ledger.Posting;
import java.util.ArrayList;
import java.util.List;

/// Decides what is posted. All amounts in nano-credits, above zero.
final class PaymentPostings {
    private PaymentPostings() {}

    /// Credit comes to an account.
    static List<Posting> in(String accountId, long amount, Book from) {
        return List.of(Posting.toAccount(accountId, amount), Posting.to(from, -amount));
    }

    /// Credit leaves an account that is known to have it.
    static List<Posting> out(String accountId, long amount, Book to) {
        return List.of(Posting.toAccount(accountId, -amount), Posting.to(to, amount));
    }

    /// Money is gone, whatever the account has: what is free goes, the rest is owed (rules 10).
    static List<Posting> taken(String accountId, long amount, long free) {
        long own = Math.clamp(free, 0, amount);
        List<Posting> postings = new ArrayList<>();
        if (own > 0) {
            postings.add(Posting.toAccount(accountId, -own));
        }
        if (amount > own) {
            postings.add(new Posting(Book.RECEIVABLE, accountId, own - amount));
        }
        postings.add(Posting.to(Book.PURCHASES, amount));
        return postings;
    }

    /// What was held for a refund is gone.
    static List<Posting> gone(long amount) {
        return List.of(Posting.to(Book.REFUNDS, -amount), Posting.to(Book.PURCHASES, amount));
    }

    /// The account pays what it owes.
    static List<Posting> debt(String accountId, long amount) {
        return List.of(Posting.toAccount(accountId, -amount), new Posting(Book.RECEIVABLE, accountId, amount));
    }
}
