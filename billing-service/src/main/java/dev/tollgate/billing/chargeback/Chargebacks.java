package dev.tollgate.billing.chargeback;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.change.Changes;
import dev.tollgate.billing.ledger.Accounts;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.billing.ledger.Opening.AlreadyPosted;
import dev.tollgate.billing.ledger.Opening.OpenedTransaction;
import dev.tollgate.billing.ledger.TransactionKind;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/// Books chargebacks, each in one transaction under its account's lock.
@Singleton
class Chargebacks {
    private static final long NOTHING_NEW = 0;
    private static final String FREE = "SELECT balance + overdraft + outage_drawn - held FROM account WHERE id = $1";
    private static final String AMOUNT = """
            SELECT amount FROM ledger_entry WHERE transaction_id = $1 AND book = 'purchases'""";

    private final Pool pool;
    private final Ledger ledger;
    private final Lots lots;
    private final Accounts accounts;
    private final Changes changes;
    private final AuditLog audit;

    Chargebacks(Pool pool, Ledger ledger, Lots lots, Accounts accounts, Changes changes, AuditLog audit) {
        this.audit = audit;
        this.pool = pool;
        this.ledger = ledger;
        this.lots = lots;
        this.accounts = accounts;
        this.changes = changes;
    }

    /// Takes back, or does nothing when this was told before; 409 when the same key named another amount.
    Uni<Void> book(Chargeback chargeback) {
        List<String> account = List.of(chargeback.accountId());
        return pool.withTransaction(tx -> ledger.ensureAccounts(tx, account)
                        .flatMap(_ -> ledger.lock(tx, account))
                        .flatMap(_ -> ledger.open(
                                tx, TransactionKind.CHARGEBACK, chargeback.reference(), chargeback.reason()))
                        .flatMap(opening -> switch (opening) {
                            case OpenedTransaction opened -> book(tx, opened.id(), chargeback);
                            case AlreadyPosted posted -> compare(tx, posted.id(), chargeback);
                        }))
                .invoke(revision -> {
                    if (revision != NOTHING_NEW) {
                        changes.announce(revision);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Long> book(SqlConnection tx, long transactionId, Chargeback chargeback) {
        List<String> account = List.of(chargeback.accountId());
        return tx.preparedQuery(FREE)
                .execute(Tuple.of(chargeback.accountId()))
                .map(rows -> rows.iterator().next().getLong(0))
                .flatMap(free -> ledger.post(tx, transactionId, chargeback.postings(free)))
                .flatMap(_ -> lots.settle(tx, account, Lots.Origin.PURCHASE))
                .flatMap(_ -> audit.note(
                        tx,
                        "chargeback.book",
                        chargeback.accountId(),
                        new AuditLog.Traces(chargeback.accountId(), chargeback, null, chargeback)))
                .flatMap(_ -> accounts.setFrozen(tx, chargeback.accountId(), true));
    }

    private static Uni<Long> compare(SqlConnection tx, long transactionId, Chargeback chargeback) {
        return tx.preparedQuery(AMOUNT).execute(Tuple.of(transactionId)).map(rows -> {
            if (rows.iterator().next().getLong(0) != chargeback.amount()) {
                throw new ServiceException(new ServiceError(
                        ErrorCode.CONFLICT, "This idempotency key was used for another amount.", "idempotency_key"));
            }
            return NOTHING_NEW;
        });
    }
}
