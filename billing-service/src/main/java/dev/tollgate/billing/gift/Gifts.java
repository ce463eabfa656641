package dev.tollgate.billing.gift;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.ledger.Book;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.billing.ledger.Opening.AlreadyPosted;
import dev.tollgate.billing.ledger.Opening.OpenedTransaction;
import dev.tollgate.billing.ledger.Posting;
import dev.tollgate.billing.ledger.TransactionKind;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.util.List;

/// Books gifts.
@Singleton
class Gifts {
    private static final String NUMERIC_VALUE_OUT_OF_RANGE = "22003";
    private static final String AMOUNT = """
            SELECT amount FROM ledger_entry WHERE transaction_id = $1 AND book = 'account'""";

    private final Pool pool;
    private final Ledger ledger;
    private final Lots lots;
    private final AuditLog audit;

    Gifts(Pool pool, Ledger ledger, Lots lots, AuditLog audit) {
        this.pool = pool;
        this.ledger = ledger;
        this.lots = lots;
        this.audit = audit;
    }

    /// Gives, or does nothing when the same gift was given before; 409 when the same key named another amount.
    Uni<Void> give(Gift gift) {
        return pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(gift.accountId()))
                        .flatMap(_ -> ledger.open(tx, TransactionKind.GIFT, gift.reference(), gift.reason()))
                        .flatMap(opening -> switch (opening) {
                            case OpenedTransaction opened -> book(tx, opened.id(), gift);
                            case AlreadyPosted posted -> compare(tx, posted.id(), gift);
                        }))
                .onFailure(Gifts::isOutOfRange)
                .transform(_ -> Required.invalid("amount", "The balance would exceed what can be counted."));
    }

    private Uni<Void> book(SqlConnection tx, long transactionId, Gift gift) {
        List<Posting> postings =
                List.of(Posting.toAccount(gift.accountId(), gift.amount()), Posting.to(Book.GIFTS, -gift.amount()));
        return ledger.post(tx, transactionId, postings)
                .flatMap(_ -> lots.add(tx, gift.accountId(), Lots.Origin.GIFT, gift.amount(), gift.expiresAt()))
                .flatMap(_ -> lots.settle(tx, List.of(gift.accountId())))
                .flatMap(_ -> audit.note(
                        tx, "gift.create", gift.accountId(), new AuditLog.Traces(gift.accountId(), gift, null, gift)));
    }

    private static Uni<Void> compare(SqlConnection tx, long transactionId, Gift gift) {
        return tx.preparedQuery(AMOUNT)
                .execute(Tuple.of(transactionId))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong(0) != gift.amount()) {
                        throw new ServiceException(new ServiceError(
                                ErrorCode.CONFLICT,
                                "This idempotency key was used for another amount.",
                                "idempotency_key"));
                    }
                })
                .replaceWithVoid();
    }

    private static boolean isOutOfRange(Throwable failure) {
        return failure instanceof PgException refused && NUMERIC_VALUE_OUT_OF_RANGE.equals(refused.getSqlState());
    }
}
