package dev.tollgate.billing.chargeback;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.ledger.Book;
import dev.tollgate.billing.ledger.Posting;
import dev.tollgate.contract.billing.v1.ChargebackCommand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chargeback that was asked for and is well formed.
///
/// @param amount nano-credits, above zero
/// @param reference what it is booked under, once
record Chargeback(String accountId, long amount, @Nullable String reason, String reference) {
    private static final long AMOUNT_MAX = 1_000_000_000_000_000_000L;
    private static final int REASON_MAX = 500;

    /// Reads a command; each failure is a 400 that names the field. The key is required: a bank tells the same
    /// thing more than once.
    static Chargeback of(String accountId, ChargebackCommand command) {
        long amount = Required.positiveNanos(command.amount(), "amount");
        if (amount > AMOUNT_MAX) {
            throw Required.invalid("amount", "amount is above " + AMOUNT_MAX + ".");
        }
        String reason = command.reason();
        if (reason != null && reason.length() > REASON_MAX) {
            throw Required.invalid("reason", "reason is longer than " + REASON_MAX + " characters.");
        }
        String key = Required.text(command.idempotencyKey(), "idempotency_key");
        return new Chargeback(accountId, amount, reason, accountId + "/" + key);
    }

    /// What is booked, given what the account has free: all of it goes somewhere.
    List<Posting> postings(long free) {
        long taken = Math.clamp(free, 0, amount);
        List<Posting> postings = new ArrayList<>();
        if (taken > 0) {
            postings.add(Posting.toAccount(accountId, -taken));
        }
        if (amount > taken) {
            postings.add(new Posting(Book.RECEIVABLE, accountId, taken - amount));
        }
        postings.add(Posting.to(Book.PURCHASES, amount));
        return postings;
    }
}
