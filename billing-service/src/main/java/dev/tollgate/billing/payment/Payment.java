package dev.tollgate.billing.payment;

import dev.tollgate.contract.id.RequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A payment as it is in the books.
///
/// @param id our own, sorted by time; the provider keeps it as metadata and as its idempotency key
/// @param credits nano-credits bought
/// @param amount in the currency's minor units
/// @param checkoutRef the provider's id of the payment page
/// @param intentRef the provider's id of the payment itself
public record Payment(
        String id,
        String accountId,
        Origin origin,
        Status status,
        long credits,
        long amount,
        String currency,
        String method,
        boolean saveCard,
        @Nullable String checkoutRef,
        @Nullable String checkoutUrl,
        @Nullable String intentRef,
        @Nullable String failure,
        Instant createdAt,
        @Nullable Instant paidAt) {

    /// A new one, not stored yet.
    static Payment open(String accountId, Origin origin, Rates.Price price, String method, boolean save, Instant now) {
        String id = "pay_" + RequestId.next(now.toEpochMilli());
        return new Payment(
                id,
                accountId,
                origin,
                Status.PENDING,
                price.credits(),
                price.amount(),
                price.currency(),
                method,
                save,
                null,
                null,
                null,
                null,
                now,
                null);
    }

    /// What a part of the money stands for, rounded up to a nano-credit.
    long creditsFor(long part) {
        return Rate.up(part, credits, amount);
    }

    /// Who asked for it.
    public enum Origin {
        CHECKOUT,
        AUTO
    }

    /// Where it stands. Paid is paid: nothing that is told later undoes it but a refund or a dispute.
    public enum Status {
        PENDING,
        PAID,
        FAILED,
        EXPIRED
    }
}
