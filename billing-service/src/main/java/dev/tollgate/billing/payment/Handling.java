package dev.tollgate.billing.payment;

import dev.tollgate.billing.ledger.Accounts;
import dev.tollgate.billing.ledger.Book;
import dev.tollgate.billing.ledger.TransactionKind;
import dev.tollgate.billing.payment.Steps.DisputeStep;
import dev.tollgate.billing.payment.Steps.PaymentStep;
import dev.tollgate.billing.payment.Steps.RefundStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Applies a fact to the books, within a transaction of the caller's: looks at how things stand under the account's
/// lock, decides, does.
@Singleton
class Handling {
    private final PaymentRepository payments;
    private final RefundRepository refunds;
    private final DisputeRepository disputes;
    private final PaymentBooks books;
    private final AutoTopUpRepository autoTopUps;
    private final PaymentMails mails;
    private final Accounts accounts;
    private final Clock clock;

    Handling(
            PaymentRepository payments,
            RefundRepository refunds,
            DisputeRepository disputes,
            PaymentBooks books,
            AutoTopUpRepository autoTopUps,
            PaymentMails mails,
            Accounts accounts,
            Clock clock) {
        this.payments = payments;
        this.refunds = refunds;
        this.disputes = disputes;
        this.books = books;
        this.autoTopUps = autoTopUps;
        this.mails = mails;
        this.accounts = accounts;
        this.clock = clock;
    }

    Uni<Outcome> apply(SqlConnection tx, Fact fact) {
        return switch (fact) {
            case Fact.Irrelevant none -> Uni.createFrom().item(Outcome.ignored(none.why()));
            case Fact.Paid paid ->
                locked(tx, paid.subject()).flatMap(found -> found.map(payment -> paid(tx, payment, paid))
                        .orElseGet(Handling::notOurs));
            case Fact.Ended ended ->
                locked(tx, ended.subject()).flatMap(found -> found.map(payment -> ended(tx, payment, ended))
                        .orElseGet(Handling::notOurs));
            case Fact.Refunded refunded ->
                locked(tx, refunded.subject()).flatMap(found -> found.map(payment -> refunded(tx, payment, refunded))
                        .orElseGet(Handling::notOurs));
            case Fact.RefundRefused refused ->
                locked(tx, refused.subject()).flatMap(found -> found.map(payment -> refused(tx, payment, refused))
                        .orElseGet(Handling::notOurs));
            case Fact.Disputed disputed ->
                locked(tx, disputed.subject()).flatMap(found -> found.map(payment -> disputed(tx, payment, disputed))
                        .orElseGet(Handling::notOurs));
        };
    }

    /// Reads the payment again once its account is locked: it may have changed meanwhile.
    private Uni<Optional<Payment>> locked(SqlConnection tx, Fact.Subject subject) {
        return payments.find(tx, subject)
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(found)
                        : books.lock(tx, found.get().accountId())
                                .flatMap(_ -> payments.byId(tx, found.get().id())));
    }

    private static Uni<Outcome> notOurs() {
        return Uni.createFrom().item(Outcome.ignored("no payment of ours"));
    }

    private Uni<Outcome> paid(SqlConnection tx, Payment payment, Fact.Paid fact) {
        return switch (Steps.paid(payment, fact)) {
            case PaymentStep.Book _ ->
                payments.paid(tx, payment.id(), fact.subject().intentRef(), clock.instant())
                        .flatMap(_ -> books.topUp(tx, payment))
                        .flatMap(_ -> mails.toppedUp(tx, payment))
                        .replaceWith(Outcome.booked(payment));
            case PaymentStep.Nothing nothing -> Uni.createFrom().item(Outcome.ignored(payment, nothing.why()));
            case PaymentStep.Unfit unfit -> Uni.createFrom().item(Outcome.unfit(payment, unfit.why()));
            case PaymentStep.Close _ -> throw new IllegalStateException("a paid payment does not end");
        };
    }

    private Uni<Outcome> ended(SqlConnection tx, Payment payment, Fact.Ended fact) {
        if (Steps.ended(payment, fact) instanceof PaymentStep.Close close) {
            return payments.closed(tx, payment.id(), close.status(), close.reason())
                    .flatMap(_ -> payment.origin() == Payment.Origin.AUTO
                            ? autoTopUps
                                    .stop(tx, payment.accountId(), close.reason())
                                    .flatMap(_ -> mails.autoTopUpFailed(tx, payment, close.reason()))
                            : Uni.createFrom().voidItem())
                    .replaceWith(Outcome.noted(payment));
        }
        return Uni.createFrom().item(Outcome.ignored(payment, "is over"));
    }

    private Uni<Outcome> refunded(SqlConnection tx, Payment payment, Fact.Refunded fact) {
        if (!payment.currency().equals(fact.currency()) || payment.status() != Payment.Status.PAID) {
            return Uni.createFrom().item(Outcome.unfit(payment, notTaken("a refund", payment, fact.currency())));
        }
        return refunds.find(tx, fact.refundId(), fact.ref()).flatMap(found -> {
            Refund refund = found.orElse(null);
            if (refund != null && refund.amount() != fact.amount()) {
                return Uni.createFrom()
                        .item(Outcome.unfit(payment, "refund " + refund.id() + " is not of " + fact.amount()));
            }
            return refunded(tx, payment, refund, fact);
        });
    }

    private Uni<Outcome> refunded(SqlConnection tx, Payment payment, @Nullable Refund known, Fact.Refunded fact) {
        Steps.RefundStep step = Steps.refunded(known, fact.state());
        Refund refund = known == null ? external(payment, fact) : known;
        String account = payment.accountId();
        return switch (step) {
            case NOTHING -> Uni.createFrom().item(Outcome.ignored(payment, "changes nothing"));
            case SENT -> change(tx, refund, RefundStatus.SENT, fact).replaceWith(Outcome.noted(payment));
            case SETTLE ->
                change(tx, refund, RefundStatus.SUCCEEDED, fact)
                        .flatMap(_ -> books.settle(tx, refund))
                        .flatMap(_ -> mails.refunded(tx, payment, refund))
                        .replaceWith(Outcome.booked(payment));
            case RELEASE ->
                change(tx, refund, RefundStatus.FAILED, fact)
                        .flatMap(_ -> books.release(tx, account, refund, Book.REFUNDS))
                        .flatMap(_ -> mails.refundFailed(tx, payment, refund))
                        .replaceWith(Outcome.booked(payment));
            case RETURN ->
                change(tx, refund, RefundStatus.FAILED, fact)
                        .flatMap(_ -> books.release(tx, account, refund, Book.PURCHASES))
                        .flatMap(_ -> mails.refundFailed(tx, payment, refund))
                        .replaceWith(Outcome.booked(payment));
            case TAKE ->
                refunds.insert(tx, refund)
                        .flatMap(_ ->
                                books.take(tx, TransactionKind.REFUND, refund.reference(), payment, refund.credits()))
                        .flatMap(_ -> mails.refunded(tx, payment, refund))
                        .replaceWith(Outcome.booked(payment));
            case TAKE_LATE ->
                change(tx, refund.asLate(), RefundStatus.SUCCEEDED, fact)
                        .flatMap(_ -> books.take(
                                tx, TransactionKind.REFUND, refund.asLate().reference(), payment, refund.credits()))
                        .flatMap(_ -> mails.refunded(tx, payment, refund))
                        .replaceWith(Outcome.booked(payment));
            case CONFIRM_FAILURE ->
                change(tx, refund, RefundStatus.FAILED, fact).replaceWith(Outcome.noted(payment));
            case NOTE_FAILURE -> refunds.insert(tx, refund).replaceWith(Outcome.noted(payment));
        };
    }

    /// The provider would not: what is held is free again, unless it took the refund from another of our calls.
    private Uni<Outcome> refused(SqlConnection tx, Payment payment, Fact.RefundRefused fact) {
        return refunds.byId(tx, fact.refundId()).flatMap(found -> {
            Refund refund = found.orElseThrow();
            return refunds.giveUp(tx, refund.id(), fact.reason(), clock.instant())
                    .flatMap(givenUp -> givenUp
                            ? books.release(tx, payment.accountId(), refund, Book.REFUNDS)
                                    .flatMap(_ -> mails.refundFailed(tx, payment, refund))
                                    .replaceWith(Outcome.booked(payment))
                            : Uni.createFrom().item(Outcome.ignored(payment, "is over")));
        });
    }

    private static String notTaken(String what, Payment payment, String currency) {
        return payment.status() == Payment.Status.PAID
                ? what + " in " + currency
                : what + " of a payment that is not in the books";
    }

    private Uni<Void> change(SqlConnection tx, Refund refund, RefundStatus status, Fact.Refunded fact) {
        return refunds.change(tx, refund, status, fact, clock.instant());
    }

    private Refund external(Payment payment, Fact.Refunded fact) {
        boolean failed = fact.state() == Fact.RefundState.FAILED;
        return new Refund(
                "rfd_" + fact.ref(),
                null,
                payment.id(),
                failed ? RefundStatus.FAILED : RefundStatus.SUCCEEDED,
                fact.amount(),
                Math.min(payment.credits(), payment.creditsFor(fact.amount())),
                fact.ref(),
                fact.failure(),
                false,
                clock.instant());
    }

    private Uni<Outcome> disputed(SqlConnection tx, Payment payment, Fact.Disputed fact) {
        if (!payment.currency().equals(fact.currency()) || payment.status() != Payment.Status.PAID) {
            return Uni.createFrom().item(Outcome.unfit(payment, notTaken("a dispute", payment, fact.currency())));
        }
        return disputes.find(tx, fact.ref()).flatMap(found -> {
            long credits = found.filter(known -> known.state() == Fact.DisputeState.WITHDRAWN)
                    .map(DisputeRepository.Dispute::credits)
                    .orElseGet(() -> payment.creditsFor(fact.amount()));
            DisputeStep step =
                    Steps.disputed(found.map(DisputeRepository.Dispute::state).orElse(null), fact.state());
            return disputed(tx, payment, fact, step, credits);
        });
    }

    private Uni<Outcome> disputed(
            SqlConnection tx, Payment payment, Fact.Disputed fact, DisputeStep step, long credits) {
        String account = payment.accountId();
        Uni<Void> kept = disputes.put(tx, fact, payment, credits, clock.instant());
        return switch (step) {
            case NOTHING -> Uni.createFrom().item(Outcome.ignored(payment, "changes nothing"));
            case NOTE -> kept.replaceWith(Outcome.noted(payment));
            case TAKE ->
                kept.flatMap(_ -> books.take(tx, TransactionKind.CHARGEBACK, "dispute/" + fact.ref(), payment, credits))
                        .flatMap(_ -> accounts.setFrozen(tx, account, true))
                        .map(revision -> new Outcome(Outcome.Kind.BOOKED, null, payment.id(), revision));
            case RETURN ->
                kept.flatMap(_ -> books.reverse(tx, payment, fact.ref(), credits))
                        .replaceWith(Outcome.booked(payment));
        };
    }
}
