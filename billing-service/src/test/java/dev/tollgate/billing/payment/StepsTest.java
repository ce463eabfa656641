package dev.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.payment.Fact.DisputeState;
import dev.tollgate.billing.payment.Fact.RefundState;
import dev.tollgate.billing.payment.Fact.Subject;
import dev.tollgate.billing.payment.Steps.DisputeStep;
import dev.tollgate.billing.payment.Steps.PaymentStep;
import dev.tollgate.billing.payment.Steps.RefundStatus;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// However often and in whatever order things are told, they end the same, and the books say what the state says
/// after each of them.
class StepsTest {
    private static final long CREDITS = 25;

    @Property
    void aRefundThatWeMadeEndsTheSameInAnyOrder(@ForAll @Size(max = 8) List<Told> told) {
        RefundBooks books = new RefundBooks(refund(RefundStatus.HELD, null));
        boolean givenUp = false;
        for (Told one : told) {
            if (one == Told.REFUSED) {
                givenUp |= books.refuse();
            } else {
                books.apply(one.state());
            }
            books.agree();
        }
        assertThat(books.status()).isEqualTo(expected(told, givenUp));
    }

    private static RefundStatus expected(List<Told> told, boolean givenUp) {
        if (told.contains(Told.FAILED)) {
            return RefundStatus.FAILED;
        }
        if (told.contains(Told.SUCCEEDED)) {
            return RefundStatus.SUCCEEDED;
        }
        if (givenUp) {
            return RefundStatus.FAILED;
        }
        return told.contains(Told.PENDING) ? RefundStatus.SENT : RefundStatus.HELD;
    }

    @Property
    void aRefundMadeInTheDashboardEndsTheSameInAnyOrder(@ForAll @Size(max = 8) List<RefundState> told) {
        RefundBooks books = new RefundBooks(null);
        for (RefundState state : told) {
            books.apply(state);
            books.agree();
        }
        boolean gone = told.contains(RefundState.SUCCEEDED) && !told.contains(RefundState.FAILED);
        assertThat(books.gone).isEqualTo(gone ? CREDITS : 0);
    }

    @Property
    void aPaymentIsBookedOnceWhateverElseIsTold(@ForAll @Size(max = 8) List<Boolean> paid) {
        Payment payment = payment(Payment.Status.PENDING);
        int booked = 0;
        for (boolean isPaid : paid) {
            PaymentStep step = isPaid
                    ? Steps.paid(payment, new Fact.Paid(new Subject(payment.id(), "pi_1"), 1200, "usd"))
                    : Steps.ended(payment, new Fact.Ended(new Subject(payment.id(), null), false, "declined"));
            if (step instanceof PaymentStep.Book) {
                booked++;
                payment = payment(Payment.Status.PAID);
            } else if (step instanceof PaymentStep.Close close) {
                payment = payment(close.status());
            }
        }
        assertThat(booked).isEqualTo(paid.contains(true) ? 1 : 0);
        assertThat(payment.status() == Payment.Status.PAID).isEqualTo(paid.contains(true));
    }

    @Property
    void aDisputeTakesAndReturnsOnceInAnyOrder(@ForAll @Size(max = 8) List<DisputeState> told) {
        DisputeState known = null;
        long gone = 0;
        for (DisputeState state : told) {
            DisputeStep step = Steps.disputed(known, state);
            switch (step) {
                case TAKE -> gone += CREDITS;
                case RETURN -> gone -= CREDITS;
                case NOTE, NOTHING -> {}
            }
            known = step == DisputeStep.NOTHING ? known : state;
            assertThat(gone).isEqualTo(known == DisputeState.WITHDRAWN ? CREDITS : 0);
        }
        if (told.contains(DisputeState.REINSTATED)) {
            assertThat(known).isEqualTo(DisputeState.REINSTATED);
        } else {
            assertThat(gone).isEqualTo(told.contains(DisputeState.WITHDRAWN) ? CREDITS : 0);
        }
    }

    @Test
    void moneyOfAnotherAmountCurrencyOrSourceIsUnfit() {
        Subject subject = new Subject("pay_1", "pi_1");
        Payment pending = payment(Payment.Status.PENDING);
        assertThat(Steps.paid(pending, new Fact.Paid(subject, 1199, "usd"))).isInstanceOf(PaymentStep.Unfit.class);
        assertThat(Steps.paid(pending, new Fact.Paid(subject, 1200, "cny"))).isInstanceOf(PaymentStep.Unfit.class);
        Payment paid = payment(Payment.Status.PAID);
        assertThat(Steps.paid(paid, new Fact.Paid(subject, 1200, "usd"))).isInstanceOf(PaymentStep.Nothing.class);
        assertThat(Steps.paid(paid, new Fact.Paid(new Subject("pay_1", "pi_2"), 1200, "usd")))
                .isInstanceOf(PaymentStep.Unfit.class);
    }

    /// What is told of our own refund: by the provider's events, or by its refusal of our call.
    enum Told {
        PENDING,
        SUCCEEDED,
        FAILED,
        REFUSED;

        RefundState state() {
            return RefundState.valueOf(name());
        }
    }

    /// Where a refund's credit is: waiting, or gone.
    private static final class RefundBooks {
        private @Nullable Refund refund;
        private long waiting;
        private long gone;

        RefundBooks(@Nullable Refund refund) {
            this.refund = refund;
            waiting = refund == null ? 0 : CREDITS;
        }

        @Nullable
        RefundStatus status() {
            return refund == null ? null : refund.status();
        }

        /// The provider will not: counts while it was not told of it.
        boolean refuse() {
            if (status() != RefundStatus.HELD) {
                return false;
            }
            waiting -= CREDITS;
            refund = refund(RefundStatus.FAILED, null);
            return true;
        }

        void apply(RefundState told) {
            switch (Steps.refunded(refund, told)) {
                case NOTHING -> {}
                case SENT -> refund = refund(RefundStatus.SENT, "re_1");
                case SETTLE -> {
                    waiting -= CREDITS;
                    gone += CREDITS;
                    refund = refund(RefundStatus.SUCCEEDED, "re_1");
                }
                case RELEASE -> {
                    waiting -= CREDITS;
                    refund = refund(RefundStatus.FAILED, "re_1");
                }
                case RETURN -> {
                    gone -= CREDITS;
                    refund = refund(RefundStatus.FAILED, "re_1");
                }
                case TAKE, TAKE_LATE -> {
                    gone += CREDITS;
                    refund = refund(RefundStatus.SUCCEEDED, "re_1");
                }
                case NOTE_FAILURE, CONFIRM_FAILURE -> refund = refund(RefundStatus.FAILED, "re_1");
            }
        }

        void agree() {
            boolean open = status() == RefundStatus.HELD || status() == RefundStatus.SENT;
            assertThat(waiting).isEqualTo(open ? CREDITS : 0);
            assertThat(gone).isEqualTo(status() == RefundStatus.SUCCEEDED ? CREDITS : 0);
        }
    }

    private static Refund refund(RefundStatus status, @Nullable String ref) {
        return new Refund("rfd_1", "rfr_1", "pay_1", status, 300, CREDITS, ref, null, false, Instant.EPOCH);
    }

    private static Payment payment(Payment.Status status) {
        return new Payment(
                "pay_1",
                "acct",
                Payment.Origin.CHECKOUT,
                status,
                100,
                1200,
                "usd",
                "card",
                false,
                null,
                null,
                status == Payment.Status.PAID ? "pi_1" : null,
                null,
                Instant.EPOCH,
                null);
    }
}
