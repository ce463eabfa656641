package dev.tollgate.billing.payment;

import dev.tollgate.billing.payment.Fact.DisputeState;
import dev.tollgate.billing.payment.Fact.RefundState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what a fact changes, given how things stand. Whatever the order and however often facts come, things end
/// up the same: paid wins over failed and expired; a refund's failure over its success, as a bank may return it; a
/// dispute's end over its beginning.
final class Steps {
    private Steps() {}

    static PaymentStep paid(Payment payment, Fact.Paid fact) {
        if (payment.amount() != fact.amount() || !payment.currency().equals(fact.currency())) {
            return new PaymentStep.Unfit("paid were " + fact.amount() + " " + fact.currency() + ", not "
                    + payment.amount() + " " + payment.currency());
        }
        return switch (payment.status()) {
            case PAID ->
                isAnother(payment, fact)
                        ? new PaymentStep.Unfit(
                                "was paid a second time, by " + fact.subject().intentRef())
                        : new PaymentStep.Nothing("was paid before");
            case PENDING, FAILED, EXPIRED -> new PaymentStep.Book();
        };
    }

    /// Whether other money came for it than that which is booked.
    private static boolean isAnother(Payment payment, Fact.Paid fact) {
        String known = payment.intentRef();
        String told = fact.subject().intentRef();
        return known != null && told != null && !known.equals(told);
    }

    static PaymentStep ended(Payment payment, Fact.Ended fact) {
        return switch (payment.status()) {
            case PENDING ->
                new PaymentStep.Close(fact.expired() ? Payment.Status.EXPIRED : Payment.Status.FAILED, fact.reason());
            case PAID, FAILED, EXPIRED -> new PaymentStep.Nothing("is over");
        };
    }

    /// @param refund ours; null for one that was made at the provider's
    static RefundStep refunded(@Nullable Refund refund, RefundState told) {
        return switch (told) {
            case PENDING ->
                refund != null && refund.status() == RefundStatus.HELD ? RefundStep.SENT : RefundStep.NOTHING;
            case SUCCEEDED -> refund == null ? RefundStep.TAKE : succeeded(refund);
            case FAILED -> refund == null ? RefundStep.NOTE_FAILURE : failed(refund);
        };
    }

    private static RefundStep succeeded(Refund refund) {
        return switch (refund.status()) {
            case HELD, SENT -> RefundStep.SETTLE;
            case SUCCEEDED -> RefundStep.NOTHING;
            case FAILED -> refund.isGivenUp() ? RefundStep.TAKE_LATE : RefundStep.NOTHING;
        };
    }

    private static RefundStep failed(Refund refund) {
        return switch (refund.status()) {
            case HELD, SENT -> RefundStep.RELEASE;
            case SUCCEEDED -> RefundStep.RETURN;
            case FAILED -> refund.isGivenUp() ? RefundStep.CONFIRM_FAILURE : RefundStep.NOTHING;
        };
    }

    /// @param known how the dispute stands; null for a new one
    static DisputeStep disputed(@Nullable DisputeState known, DisputeState told) {
        if (known == DisputeState.REINSTATED || known == told) {
            return DisputeStep.NOTHING;
        }
        return switch (told) {
            case INQUIRY -> known == null ? DisputeStep.NOTE : DisputeStep.NOTHING;
            case WITHDRAWN -> DisputeStep.TAKE;
            case REINSTATED -> known == DisputeState.WITHDRAWN ? DisputeStep.RETURN : DisputeStep.NOTE;
        };
    }

    /// What becomes of a payment.
    sealed interface PaymentStep {
        /// Its credit is given.
        record Book() implements PaymentStep {}

        record Close(Payment.Status status, String reason) implements PaymentStep {}

        record Nothing(String why) implements PaymentStep {}

        /// It is not what was asked for: nothing is booked, an operator looks.
        record Unfit(String why) implements PaymentStep {}
    }

    /// How far one of our refunds came.
    enum RefundStatus {
        HELD,
        SENT,
        SUCCEEDED,
        FAILED;

        /// Those that hold credit.
        static final List<RefundStatus> OPEN = List.of(HELD, SENT);
    }

    /// What becomes of a refund.
    enum RefundStep {
        NOTHING,
        SENT,
        /// What was held is gone.
        SETTLE,
        /// What was held is free again.
        RELEASE,
        /// What was gone is back.
        RETURN,
        /// A refund that we did not ask for takes what is free, and the rest is owed.
        TAKE,
        /// One that we had given up did fail: nothing that comes later changes that.
        CONFIRM_FAILURE,
        /// One that we had given up went through after all, and takes what is free; the rest is owed.
        TAKE_LATE,
        /// One that we did not ask for came to nothing.
        NOTE_FAILURE
    }

    /// What becomes of a dispute.
    enum DisputeStep {
        NOTHING,
        NOTE,
        TAKE,
        RETURN
    }
}
