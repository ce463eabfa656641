package dev.tollgate.billing.payment;

import dev.tollgate.billing.ledger.Book;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.billing.ledger.Opening.AlreadyPosted;
import dev.tollgate.billing.ledger.Opening.OpenedTransaction;
import dev.tollgate.billing.ledger.Posting;
import dev.tollgate.billing.ledger.TransactionKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/// Books what payments, refunds and disputes come to. The account is locked by whoever calls.
@Singleton
class PaymentBooks {
    private static final String FUNDS = """
            SELECT balance, held, overdraft, outage_drawn, receivable, frozen FROM account WHERE id = $1""";

    private final Ledger ledger;
    private final Lots lots;

    PaymentBooks(Ledger ledger, Lots lots) {
        this.ledger = ledger;
        this.lots = lots;
    }

    /// Locks an account and reads what it has.
    Uni<Funds> lock(SqlConnection tx, String accountId) {
        List<String> account = List.of(accountId);
        return ledger.ensureAccounts(tx, account)
                .flatMap(_ -> ledger.lock(tx, account))
                .flatMap(_ -> funds(tx, accountId));
    }

    Uni<Void> topUp(SqlConnection tx, Payment payment) {
        String account = payment.accountId();
        String reference = "payment/" + payment.id();
        return post(
                        tx,
                        TransactionKind.TOP_UP,
                        reference,
                        PaymentPostings.in(account, payment.credits(), Book.PURCHASES))
                .flatMap(_ -> lots.addPurchase(tx, account, payment.credits(), payment.id()))
                .flatMap(_ -> follow(tx, account, reference));
    }

    /// Sets credit of one lot aside.
    Uni<Void> hold(SqlConnection tx, String refundId, RefundPlan.Part part) {
        List<Posting> postings = PaymentPostings.out(part.payment().accountId(), part.credits(), Book.REFUNDS);
        return post(tx, TransactionKind.REFUND_HOLD, "refund/" + refundId, postings)
                .flatMap(_ -> lots.take(tx, part.lotId(), part.credits()));
    }

    /// What was held is gone.
    Uni<Void> settle(SqlConnection tx, Refund refund) {
        return post(tx, TransactionKind.REFUND, refund.reference(), PaymentPostings.gone(refund.credits()));
    }

    /// What was held, or gone, is the account's again.
    Uni<Void> release(SqlConnection tx, String accountId, Refund refund, Book from) {
        long credits = refund.credits();
        return credits == 0
                ? Uni.createFrom().voidItem()
                : post(
                                tx,
                                TransactionKind.REFUND_RELEASE,
                                refund.reference(),
                                PaymentPostings.in(accountId, credits, from))
                        .flatMap(_ -> lots.giveTo(tx, refund.paymentId(), credits))
                        .flatMap(_ -> follow(tx, accountId, refund.reference()));
    }

    /// A refund that we did not make, or a dispute, takes what is free, of this payment's credit first; the rest is
    /// owed.
    Uni<Void> take(SqlConnection tx, TransactionKind kind, String reference, Payment payment, long credits) {
        String account = payment.accountId();
        return credits == 0
                ? Uni.createFrom().voidItem()
                : funds(tx, account)
                        .flatMap(funds -> post(
                                        tx, kind, reference, PaymentPostings.taken(account, credits, funds.free()))
                                .flatMap(_ -> lots.takeOf(tx, payment.id(), Math.min(credits, funds.free()))))
                        .flatMap(_ -> lots.settle(tx, List.of(account), Lots.Origin.PURCHASE));
    }

    /// A dispute was won.
    Uni<Void> reverse(SqlConnection tx, Payment payment, String disputeId, long credits) {
        String account = payment.accountId();
        String reference = "dispute/" + disputeId;
        return post(
                        tx,
                        TransactionKind.CHARGEBACK_REVERSAL,
                        reference,
                        PaymentPostings.in(account, credits, Book.PURCHASES))
                .flatMap(_ -> lots.giveTo(tx, payment.id(), credits))
                .flatMap(_ -> follow(tx, account, reference));
    }

    /// After credit came in: lots follow the balance, then debts are paid.
    private Uni<Void> follow(SqlConnection tx, String accountId, String reference) {
        return lots.settle(tx, List.of(accountId))
                .flatMap(_ -> funds(tx, accountId))
                .flatMap(funds -> {
                    long debt = Math.min(funds.receivable(), funds.own());
                    return debt == 0
                            ? Uni.createFrom().voidItem()
                            : post(tx, TransactionKind.DEBT_PAID, reference, PaymentPostings.debt(accountId, debt))
                                    .flatMap(_ -> lots.settle(tx, List.of(accountId), Lots.Origin.PURCHASE));
                });
    }

    private Uni<Funds> funds(SqlConnection tx, String accountId) {
        return tx.preparedQuery(FUNDS).execute(Tuple.of(accountId)).map(rows -> {
            var row = rows.iterator().next();
            return new Funds(
                    row.getLong("balance"),
                    row.getLong("held"),
                    row.getLong("overdraft"),
                    row.getLong("outage_drawn"),
                    row.getLong("receivable"),
                    row.getBoolean("frozen"));
        });
    }

    /// The state machine asks once; should it ask twice, nothing is posted and the transaction fails.
    private Uni<Void> post(SqlConnection tx, TransactionKind kind, String reference, List<Posting> postings) {
        return ledger.open(tx, kind, reference).flatMap(opening -> switch (opening) {
            case OpenedTransaction opened -> ledger.post(tx, opened.id(), postings);
            case AlreadyPosted posted ->
                throw new IllegalStateException(reference + " is in the books as transaction " + posted.id());
        });
    }
}
