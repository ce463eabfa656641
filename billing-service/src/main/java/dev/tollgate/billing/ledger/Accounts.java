package dev.tollgate.billing.ledger;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.change.Changes;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.OutageCredit;
import dev.tollgate.contract.billing.v1.Overdraft;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Accounts' credit, as the management API sees it.
@Singleton
public class Accounts {
    private static final String UNIT = "nano-credit";
    private static final String VIEW = """
            SELECT id, balance, held, overdraft, balance + overdraft + outage_drawn - held AS free, receivable, outage_credit,
              frozen
            FROM account WHERE id = ANY ($1::text[])""";
    private static final String BEFORE =
            "SELECT frozen, overdraft, outage_credit FROM account WHERE id = $1 FOR UPDATE";
    private static final String FREEZE = "UPDATE account SET frozen = $2 WHERE id = $1";
    /// The guard is in its own WHERE: credit in use is never taken away under an edge's lease.
    private static final String OVERDRAFT = """
            UPDATE account SET overdraft = $2 WHERE id = $1 AND held <= balance + outage_drawn + $2""";
    private static final String OUTAGE_CREDIT = "UPDATE account SET outage_credit = $2 WHERE id = $1";

    private final Pool pool;
    private final Ledger ledger;
    private final Changes changes;
    private final AuditLog audit;

    Accounts(Pool pool, Ledger ledger, Changes changes, AuditLog audit) {
        this.pool = pool;
        this.ledger = ledger;
        this.changes = changes;
        this.audit = audit;
    }

    public Uni<CreditView> view(String accountId) {
        return views(List.of(accountId)).map(List::getFirst);
    }

    /// Of each account, in this order. One that has no credit row yet has nothing.
    Uni<List<CreditView>> views(List<String> accountIds) {
        return pool.preparedQuery(VIEW)
                .execute(Tuple.tuple().addValue(accountIds.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, CreditView> known = new HashMap<>();
                    rows.forEach(row -> known.put(row.getString("id"), view(row)));
                    return accountIds.stream()
                            .map(id ->
                                    known.getOrDefault(id, new CreditView("credit", id, 0, 0, 0, 0, 0, 0, false, UNIT)))
                            .toList();
                });
    }

    private static CreditView view(Row row) {
        return new CreditView(
                "credit",
                row.getString("id"),
                row.getLong("balance"),
                row.getLong("held"),
                row.getLong("overdraft"),
                Math.max(0, row.getLong("free")),
                row.getLong("receivable"),
                row.getLong("outage_credit"),
                row.getBoolean("frozen"),
                UNIT);
    }

    /// Stops or resumes grants; a freeze calls unreserved credit back.
    Uni<CreditView> setFrozen(String accountId, boolean frozen) {
        return pool.withTransaction(tx ->
                        ledger.ensureAccounts(tx, List.of(accountId)).flatMap(_ -> setFrozen(tx, accountId, frozen)))
                .invoke(changes::announce)
                .flatMap(_ -> view(accountId));
    }

    /// As above, within a transaction that goes on to do no more than this.
    ///
    /// @return the revision to announce after the commit
    public Uni<Long> setFrozen(SqlConnection tx, String accountId, boolean frozen) {
        return before(tx, accountId)
                .flatMap(before -> tx.preparedQuery(FREEZE)
                        .execute(Tuple.of(accountId, frozen))
                        .flatMap(_ -> audit.note(
                                tx,
                                "credit.freeze",
                                accountId,
                                traces(
                                        accountId,
                                        Map.of("frozen", before.getBoolean("frozen")),
                                        Map.of("frozen", frozen)))))
                .flatMap(_ -> recall(tx, accountId));
    }

    /// Sets what each edge may reserve while billing is away (rules 8); edges learn it with their next lease
    /// answer.
    Uni<CreditView> setOutageCredit(String accountId, long amount) {
        return pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(accountId))
                        .flatMap(_ -> before(tx, accountId))
                        .flatMap(before -> tx.preparedQuery(OUTAGE_CREDIT)
                                .execute(Tuple.of(accountId, amount))
                                .flatMap(_ -> audit.note(
                                        tx,
                                        "outage-credit.set",
                                        accountId,
                                        traces(
                                                accountId,
                                                new OutageCredit(Long.toString(before.getLong("outage_credit"))),
                                                new OutageCredit(Long.toString(amount)))))))
                .flatMap(_ -> view(accountId));
    }

    /// Sets how far the account may go below zero; 409 when more than the new figure is in use.
    Uni<CreditView> setOverdraft(String accountId, long overdraft) {
        return pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(accountId))
                        .flatMap(_ -> before(tx, accountId))
                        .flatMap(before -> tx.preparedQuery(OVERDRAFT)
                                .execute(Tuple.of(accountId, overdraft))
                                .flatMap(rows -> rows.rowCount() == 1
                                        ? overdraftSet(tx, accountId, before.getLong("overdraft"), overdraft)
                                        : inUse())))
                .invoke(changes::announce)
                .flatMap(_ -> view(accountId));
    }

    private Uni<Long> overdraftSet(SqlConnection tx, String accountId, long before, long after) {
        AuditLog.Traces traces =
                traces(accountId, new Overdraft(Long.toString(before)), new Overdraft(Long.toString(after)));
        return audit.note(tx, "overdraft.set", accountId, traces).flatMap(_ -> recall(tx, accountId));
    }

    private static Uni<Row> before(SqlConnection tx, String accountId) {
        return tx.preparedQuery(BEFORE).execute(Tuple.of(accountId)).map(rows -> rows.iterator()
                .next());
    }

    private static AuditLog.Traces traces(String accountId, Object before, Object after) {
        return new AuditLog.Traces(accountId, after, before, after);
    }

    private Uni<Long> recall(SqlConnection tx, String accountId) {
        return changes.record(tx, ChangeKind.RECALL, accountId);
    }

    private static Uni<Long> inUse() {
        return Uni.createFrom()
                .failure(new ServiceException(new ServiceError(
                        ErrorCode.CONFLICT, "More than this overdraft is in use or held.", "overdraft")));
    }
}
