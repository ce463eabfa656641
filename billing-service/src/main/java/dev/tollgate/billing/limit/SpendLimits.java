package dev.tollgate.billing.limit;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.billing.change.Changes;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.page.Page;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// Stored spend limits. A change is one SQL statement with its recall in the same transaction; the rest is
/// Panache's.
@ApplicationScoped
class SpendLimits implements PanacheRepositoryBase<SpendLimit, String> {
    /// As whoever grants does: no grant is decided by the terms before and guarded by those after.
    private static final String LOCK =
            "SELECT id FROM account WHERE id = (SELECT account_id FROM spend_limit WHERE id = $1) FOR UPDATE";
    private static final String CHANGE = """
            UPDATE spend_limit l
            SET amount = coalesce($2, l.amount), period = coalesce($3, l.period), time_zone = coalesce($4, l.time_zone)
            FROM (SELECT * FROM spend_limit WHERE id = $1 FOR UPDATE) before
            WHERE l.id = before.id
            RETURNING l.account_id, l.amount, l.period, l.time_zone,
              before.amount AS old_amount, before.period AS old_period, before.time_zone AS old_time_zone,
              l.amount < before.amount OR l.period <> before.period OR l.time_zone <> before.time_zone AS narrower""";

    private final Pool pool;
    private final Ledger ledger;
    private final Changes changes;
    private final PeriodRepository periods;
    private final AuditLog audit;

    SpendLimits(Pool pool, Ledger ledger, Changes changes, PeriodRepository periods, AuditLog audit) {
        this.pool = pool;
        this.ledger = ledger;
        this.changes = changes;
        this.periods = periods;
        this.audit = audit;
    }

    /// The account's credit row is made first, as a limit may come before the first gift, and the audit entry with
    /// it: an entry without its limit tells of a creation that failed, a limit without an entry cannot be.
    @WithTransaction
    Uni<Void> create(SpendLimit limit) {
        SpendLimitCommand told =
                new SpendLimitCommand(limit.accountId, Long.toString(limit.amount), limit.period, limit.timeZone);
        return pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(limit.accountId))
                        .flatMap(_ -> audit.note(
                                tx, "spend_limit.create", limit.id, new Traces(limit.accountId, told, null, told))))
                .flatMap(_ -> persist(limit))
                .replaceWithVoid();
    }

    @WithSession
    Uni<Optional<SpendLimitView>> view(String id) {
        return findById(id)
                .flatMap(found -> found == null
                        ? Uni.createFrom().item(Optional.empty())
                        : periods.views(List.of(found)).map(views -> Optional.of(views.getFirst())));
    }

    /// Newest first; of one account, or of all when `accountId` is empty.
    @WithSession
    Uni<Page<SpendLimitView>> page(String accountId, PageAsk ask) {
        String before = ask.before();
        String after = ask.after();
        String cursor = before != null ? before : after != null ? after : "~";
        String where = before != null
                ? "(?1 = '' or accountId = ?1) and id > ?2 order by id"
                : "(?1 = '' or accountId = ?1) and id < ?2 order by id desc";
        return find(where, accountId, cursor)
                .range(0, ask.limit())
                .list()
                .flatMap(periods::views)
                .map(views -> ask.page(views, SpendLimitView::id));
    }

    /// Changes what the command names. What narrows a limit calls back unreserved credit (rules 6); a new period or
    /// time zone starts a new count. Empty when there is no such limit.
    Uni<Boolean> change(String id, SpendLimitCommand command) {
        if (command.accountId() != null) {
            throw Required.invalid("account_id", "A limit stays with its account.");
        }
        Long amount = command.amount() == null ? null : Required.nanos(command.amount(), "amount");
        String period = command.period() == null ? null : SpendLimit.period(command.period());
        String zone = command.timeZone() == null ? null : SpendLimit.timeZone(command.timeZone());
        return pool.withTransaction(tx -> tx.preparedQuery(LOCK)
                        .execute(Tuple.of(id))
                        .flatMap(_ -> tx.preparedQuery(CHANGE).execute(Tuple.of(id, amount, period, zone)))
                        .flatMap(rows -> {
                            if (rows.size() == 0) {
                                return Uni.createFrom().item(-1L);
                            }
                            var row = rows.iterator().next();
                            return audit.note(tx, "spend_limit.change", id, traces(row, command))
                                    .flatMap(_ -> row.getBoolean("narrower")
                                            ? recall(tx, row.getString("account_id"))
                                            : Uni.createFrom().item(0L));
                        }))
                .invoke(revision -> {
                    if (revision > 0) {
                        changes.announce(revision);
                    }
                })
                .map(revision -> revision >= 0);
    }

    private static Traces traces(Row row, SpendLimitCommand command) {
        return new Traces(row.getString("account_id"), command, terms(row, "old_"), terms(row, ""));
    }

    private static SpendLimitCommand terms(Row row, String prefix) {
        return new SpendLimitCommand(
                row.getString("account_id"),
                Long.toString(row.getLong(prefix + "amount")),
                row.getString(prefix + "period"),
                row.getString(prefix + "time_zone"));
    }

    private Uni<Long> recall(SqlConnection tx, String accountId) {
        return changes.record(tx, ChangeKind.RECALL, accountId);
    }
}
