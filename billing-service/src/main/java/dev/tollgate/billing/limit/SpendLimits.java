package dev.tollgate.billing.limit;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.billing.change.Changes;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.internal.Search;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.page.Page;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stored spend limits. A change is one SQL statement with its recall in the same transaction; the rest is
/// Panache's. No session is open while anything else asks for a connection: as many callers as the pool has
/// connections would hold one each, and wait for each other.
@ApplicationScoped
class SpendLimits implements PanacheRepositoryBase<SpendLimit, String> {
    private static final String CHECK_VIOLATION = "23514";

    /// As whoever grants does: no grant is decided by the terms before and guarded by those after.
    private static final String LOCK =
            "SELECT id FROM account WHERE id = (SELECT account_id FROM spend_limit WHERE id = $1) FOR UPDATE";
    /// What a limit allows becomes what a budget watches, and the other way.
    private static final String CHANGE = """
            UPDATE spend_limit l
            SET amount = CASE WHEN a.budget THEN 9223372036854775807 ELSE a.shown END,
              watched = CASE WHEN a.budget THEN a.shown END,
              period = coalesce($3, l.period), time_zone = coalesce($4, l.time_zone), name = coalesce($5, l.name),
              alert_at = coalesce($7, l.alert_at)
            FROM (SELECT *, coalesce($2, watched, amount) AS shown, coalesce($6, watched IS NOT NULL) AS budget
              FROM spend_limit WHERE id = $1 AND ended_at IS NULL FOR UPDATE) a
            WHERE l.id = a.id
            RETURNING l.account_id, l.scope, l.group_name, l.user_id,
              coalesce(a.watched, a.amount) AS old_shown, a.watched IS NOT NULL AS old_budget, a.period AS old_period,
              a.time_zone AS old_time_zone, a.name AS old_name, a.alert_at AS old_alert_at,
              coalesce(l.watched, l.amount) AS new_shown, l.watched IS NOT NULL AS new_budget, l.period AS new_period,
              l.time_zone AS new_time_zone, l.name AS new_name, l.alert_at AS new_alert_at,
              l.amount < a.amount OR l.period <> a.period OR l.time_zone <> a.time_zone AS narrower""";
    private static final String END = """
            UPDATE spend_limit l SET ended_at = $2, ended_amount = coalesce(a.watched, a.amount), watched = NULL,
              amount = 9223372036854775807
            FROM (SELECT * FROM spend_limit WHERE id = $1 AND ended_at IS NULL FOR UPDATE) a
            WHERE l.id = a.id
            RETURNING l.account_id, l.scope, l.group_name, l.user_id,
              coalesce(a.watched, a.amount) AS old_shown, a.watched IS NOT NULL AS old_budget, a.period AS old_period,
              a.time_zone AS old_time_zone, a.name AS old_name, a.alert_at AS old_alert_at""";

    private static final String OF_ACCOUNT = "(?1 = '' or accountId = ?1)";
    private static final String FOUND = " and (id = ?3 or lower(name) like ?4 escape '!')";

    private final Pool pool;
    private final Ledger ledger;
    private final Changes changes;
    private final PeriodRepository periods;
    private final AuditLog audit;
    private final Clock clock;

    SpendLimits(Pool pool, Ledger ledger, Changes changes, PeriodRepository periods, AuditLog audit, Clock clock) {
        this.clock = clock;
        this.pool = pool;
        this.ledger = ledger;
        this.changes = changes;
        this.periods = periods;
        this.audit = audit;
    }

    /// The account's credit row is made first, as a limit may come before the first gift, and the audit entry with
    /// it: an entry without its limit tells of a creation that failed, a limit without an entry cannot be.
    Uni<Void> create(SpendLimit limit, SpendLimitCommand told) {
        return pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(limit.accountId))
                        .flatMap(_ -> audit.note(
                                tx, "spend_limit.create", limit.id, new Traces(limit.accountId, told, null, told))))
                .flatMap(_ -> Panache.withTransaction(() -> persist(limit)))
                .replaceWithVoid();
    }

    Uni<Optional<SpendLimitView>> view(String id) {
        return Panache.withSession(() -> findById(id))
                .flatMap(found -> found == null
                        ? Uni.createFrom().item(Optional.empty())
                        : periods.views(List.of(found)).map(views -> Optional.of(views.getFirst())));
    }

    /// Newest first; of one account, or of all when `accountId` is empty.
    ///
    /// @param search an id, or a part of the name
    Uni<Page<SpendLimitView>> page(String accountId, Search search, PageAsk ask) {
        String before = ask.before();
        String after = ask.after();
        String cursor = before != null ? before : after != null ? after : "~";
        String order = before != null ? " and id > ?2 order by id" : " and id < ?2 order by id desc";
        String text = search.text();
        return Panache.withSession(() -> (text == null
                                ? find(OF_ACCOUNT + order, accountId, cursor)
                                : find(OF_ACCOUNT + FOUND + order, accountId, cursor, text, search.like()))
                        .range(0, ask.limit())
                        .list())
                .flatMap(periods::views)
                .map(views -> ask.page(views, SpendLimitView::id));
    }

    /// Changes what the command names. What narrows a limit calls back unreserved credit (rules 6); a new period or
    /// time zone starts a new count. Empty when there is no such limit.
    Uni<Boolean> change(String id, SpendLimitCommand command) {
        if (command.accountId() != null) {
            throw Required.invalid("account_id", "A limit stays with its account.");
        }
        requireSameScope(command);
        Tuple terms = Tuple.from(new Object[] {
            id,
            command.amount() == null ? null : (Long) SpendLimit.amount(command.amount()),
            command.period() == null ? null : SpendLimit.period(command.period()),
            command.timeZone() == null ? null : SpendLimit.timeZone(command.timeZone()),
            command.name() == null ? null : SpendLimit.name(command.name()),
            command.budget(),
            command.alertAt() == null ? null : SpendLimit.alertAt(command.alertAt())
        });
        return pool.withTransaction(tx -> tx.preparedQuery(LOCK)
                        .execute(Tuple.of(id))
                        .flatMap(_ -> tx.preparedQuery(CHANGE).execute(terms))
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
                .onFailure(SpendLimits::isOfNothing)
                .transform(_ -> Required.invalid("amount", "amount must be above zero for a budget."))
                .invoke(revision -> {
                    if (revision > 0) {
                        changes.announce(revision);
                    }
                })
                .map(revision -> revision >= 0);
    }

    private static void requireSameScope(SpendLimitCommand command) {
        String param = command.scope() != null
                ? "scope"
                : command.group() != null ? "group" : command.userId() != null ? "user_id" : null;
        if (param != null) {
            throw Required.invalid(param, "Whom a limit binds stays as it is.");
        }
    }

    private static boolean isOfNothing(Throwable failure) {
        return failure instanceof PgException refused && CHECK_VIOLATION.equals(refused.getSqlState());
    }

    /// From now on it binds nobody, whatever edges still believe. It stays, with what was spent of it; ended again it
    /// changes nothing. False when there is no such limit.
    Uni<Boolean> end(String id) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return pool.withTransaction(tx -> tx.preparedQuery(LOCK)
                .execute(Tuple.of(id))
                .flatMap(found -> found.size() == 0
                        ? Uni.createFrom().item(false)
                        : tx.preparedQuery(END)
                                .execute(Tuple.of(id, now))
                                .flatMap(ended -> ended.rowCount() == 0
                                        ? Uni.createFrom().voidItem()
                                        : audit.note(
                                                tx,
                                                "spend_limit.end",
                                                id,
                                                traces(ended.iterator().next(), now)))
                                .replaceWith(true)));
    }

    private static Traces traces(Row row, OffsetDateTime endedAt) {
        Map<String, Object> ended = Map.of("ended_at", endedAt.toEpochSecond());
        return new Traces(row.getString("account_id"), ended, terms(row, "old_"), ended);
    }

    private static Traces traces(Row row, SpendLimitCommand command) {
        return new Traces(row.getString("account_id"), command, terms(row, "old_"), terms(row, "new_"));
    }

    private static SpendLimitCommand terms(Row row, String prefix) {
        return new SpendLimitCommand(
                row.getString("account_id"),
                Long.toString(row.getLong(prefix + "shown")),
                row.getString(prefix + "period"),
                row.getString(prefix + "time_zone"),
                row.getString(prefix + "name"),
                row.getString("scope"),
                row.getString("group_name"),
                row.getString("user_id"),
                row.getBoolean(prefix + "budget"),
                List.of(row.getArrayOfIntegers(prefix + "alert_at")));
    }

    private Uni<Long> recall(SqlConnection tx, String accountId) {
        return changes.record(tx, ChangeKind.RECALL, accountId);
    }
}
