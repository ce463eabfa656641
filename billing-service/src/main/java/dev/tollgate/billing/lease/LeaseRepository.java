package dev.tollgate.billing.lease;

import dev.tollgate.billing.hold.PeriodKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// Leases' rows. Each is read and written under the lock of its account's row.
@ApplicationScoped
class LeaseRepository {
    private static final String COLUMNS = """
            id, edge_id, epoch, account_id, limit_ids, period_starts, granted, posted, returned, usual_hold,
            ask_number, answer, opened_at, spend_until, hold_until, closed_at
            """;

    /// FOR SHARE: an epoch is not superseded while asks of it are being answered.
    private static final String IS_NEWEST = """
            SELECT 1 FROM edge e JOIN edge_epoch n ON n.edge_id = e.id AND n.epoch = e.epoch
            WHERE e.id = $1 AND e.epoch = $2 AND n.closed_at IS NULL FOR SHARE OF e
            """;

    /// Open ones, and those that their owner has closed: it may repeat that.
    private static final String OF_OWNER = "SELECT " + COLUMNS + """
            FROM lease
            WHERE edge_id = $1 AND epoch = $2 AND account_id = ANY ($3::text[])
              AND (closed_at IS NULL OR (closed_by = 'owner' AND closed_at > $4))
            ORDER BY id
            """;

    private static final String OPEN_OF_ACCOUNTS =
            "SELECT " + COLUMNS + "FROM lease WHERE closed_at IS NULL AND id = ANY ($1::bigint[]) ORDER BY id";

    private static final String OPEN_OF_EDGE = "SELECT " + COLUMNS
            + "FROM lease WHERE closed_at IS NULL AND edge_id = $1 AND epoch BETWEEN $2 AND $3 ORDER BY id";

    private static final String ACCOUNTS_OF_EDGE = """
            SELECT account_id FROM lease WHERE closed_at IS NULL AND edge_id = $1 AND epoch BETWEEN $2 AND $3
            UNION
            SELECT account_id FROM usage_inflight
            WHERE account_id IS NOT NULL AND edge_id = $1 AND epoch BETWEEN $2 AND $3
            """;

    private static final String DUE = "SELECT " + COLUMNS
            + "FROM lease WHERE closed_at IS NULL AND hold_until <= $1 ORDER BY hold_until LIMIT $2";

    private static final String INSERT = """
            INSERT INTO lease (edge_id, epoch, account_id, limit_ids, period_starts, granted, posted, returned,
              usual_hold, ask_number, answer, opened_at, spend_until, hold_until, closed_at, closed_by)
            SELECT edge_id, epoch, account_id, limit_ids, period_starts, granted, posted, returned,
              usual_hold, ask_number, answer, opened_at, spend_until, hold_until, closed_at,
              CASE WHEN closed_at IS NOT NULL THEN 'owner' END
            FROM jsonb_to_recordset($1::jsonb) AS r (edge_id text, epoch bigint, account_id text, limit_ids text[],
              period_starts timestamptz[], granted bigint, posted bigint, returned bigint, usual_hold bigint,
              ask_number bigint, answer text, opened_at timestamptz, spend_until timestamptz, hold_until timestamptz,
              closed_at timestamptz)
            """;

    private static final String UPDATE = """
            UPDATE lease l SET period_starts = r.period_starts, granted = r.granted, posted = r.posted,
              returned = r.returned, usual_hold = r.usual_hold, ask_number = r.ask_number, answer = r.answer,
              spend_until = r.spend_until, hold_until = r.hold_until, closed_at = r.closed_at,
              closed_by = CASE WHEN r.closed_at IS NOT NULL THEN 'owner' END
            FROM jsonb_to_recordset($1::jsonb) AS r (id bigint, period_starts timestamptz[], granted bigint,
              posted bigint, returned bigint, usual_hold bigint, ask_number bigint, answer text,
              spend_until timestamptz, hold_until timestamptz, closed_at timestamptz)
            WHERE l.id = r.id AND l.closed_at IS NULL
            """;

    private static final String CLOSE = """
            UPDATE lease SET returned = granted - posted, closed_at = $2, closed_by = $3
            WHERE id = ANY ($1::bigint[]) AND closed_at IS NULL
            """;

    private static final String FORGET = "DELETE FROM lease WHERE closed_at < $1";

    /// Whether this is the edge's newest epoch, still open.
    Uni<Boolean> isNewest(SqlConnection tx, String edgeId, long epoch) {
        return tx.preparedQuery(IS_NEWEST).execute(Tuple.of(edgeId, epoch)).map(rows -> rows.size() > 0);
    }

    Uni<List<Lease>> ofOwner(
            SqlConnection tx, String edgeId, long epoch, Collection<String> accountIds, Instant closedAfter) {
        Tuple arguments = Tuple.of(edgeId, epoch, accountIds.toArray(String[]::new), time(closedAfter));
        return tx.preparedQuery(OF_OWNER).execute(arguments).map(LeaseRepository::leases);
    }

    /// Reads leases again under the locks of their accounts; those closed meanwhile are absent.
    Uni<List<Lease>> stillOpen(SqlConnection tx, List<Long> ids) {
        return tx.preparedQuery(OPEN_OF_ACCOUNTS)
                .execute(Tuple.of(ids.toArray(Long[]::new)))
                .map(LeaseRepository::leases);
    }

    Uni<List<Lease>> openOfEdge(SqlConnection tx, String edgeId, long from, long to) {
        return tx.preparedQuery(OPEN_OF_EDGE)
                .execute(Tuple.of(edgeId, from, to))
                .map(LeaseRepository::leases);
    }

    /// Whose credit an edge holds or uses.
    Uni<List<String>> accountsOfEdge(SqlConnection tx, String edgeId, long from, long to) {
        return tx.preparedQuery(ACCOUNTS_OF_EDGE)
                .execute(Tuple.of(edgeId, from, to))
                .map(rows -> {
                    List<String> ids = new ArrayList<>(rows.size());
                    rows.forEach(row -> ids.add(row.getString(0)));
                    return ids;
                });
    }

    /// Leases whose hold is over, the oldest first; not locked yet.
    Uni<List<Lease>> due(SqlConnection tx, Instant now, int max) {
        return tx.preparedQuery(DUE).execute(Tuple.of(time(now), max)).map(LeaseRepository::leases);
    }

    /// Stores what asks have made of leases: one statement for new ones, one for the others.
    Uni<Void> save(SqlConnection tx, Collection<Lease> leases) {
        List<Lease> made = leases.stream().filter(lease -> lease.id() == null).toList();
        List<Lease> changed =
                leases.stream().filter(lease -> lease.id() != null).toList();
        return saveAll(tx, INSERT, made).chain(() -> saveAll(tx, UPDATE, changed));
    }

    /// Ends leases; what they still held must be taken off their accounts and limits in the same transaction.
    Uni<Void> close(SqlConnection tx, List<Lease> leases, ClosedBy by, Instant now) {
        Long[] ids = leases.stream().map(Lease::id).toArray(Long[]::new);
        return tx.preparedQuery(CLOSE)
                .execute(Tuple.of(ids, time(now), by.column()))
                .replaceWithVoid();
    }

    Uni<Integer> forget(SqlConnection tx, Instant closedBefore) {
        return tx.preparedQuery(FORGET).execute(Tuple.of(time(closedBefore))).map(RowSet::rowCount);
    }

    private static Uni<Void> saveAll(SqlConnection tx, String sql, List<Lease> leases) {
        if (leases.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray rows = new JsonArray();
        leases.forEach(lease -> rows.add(row(lease)));
        return tx.preparedQuery(sql).execute(Tuple.of(rows)).map(done -> {
            if (done.rowCount() != leases.size()) {
                throw new IllegalStateException("a lease was closed under its account's lock");
            }
            return null;
        });
    }

    private static JsonObject row(Lease lease) {
        Lease.Times times = lease.times();
        JsonObject row = new JsonObject()
                .put("id", lease.id())
                .put("edge_id", lease.key().edgeId())
                .put("epoch", lease.key().epoch())
                .put("account_id", lease.key().accountId())
                .put("limit_ids", new JsonArray(lease.key().limitIds()))
                .put("granted", lease.counters().granted())
                .put("posted", lease.counters().posted())
                .put("returned", lease.counters().returned())
                .put("usual_hold", lease.usualHold())
                .put("ask_number", lease.askNumber())
                .put("answer", lease.answer())
                .put("opened_at", times.openedAt().toString())
                .put("spend_until", times.spendUntil().toString())
                .put("hold_until", times.holdUntil().toString());
        JsonArray starts = new JsonArray();
        lease.periods().forEach(period -> starts.add(period.startsAt().toString()));
        row.put("period_starts", starts);
        return times.closedAt() == null
                ? row
                : row.put("closed_at", times.closedAt().toString());
    }

    private static List<Lease> leases(RowSet<Row> rows) {
        List<Lease> leases = new ArrayList<>(rows.size());
        for (Row row : rows) {
            leases.add(lease(row));
        }
        return leases;
    }

    private static Lease lease(Row row) {
        String[] limitIds = row.getArrayOfStrings("limit_ids");
        OffsetDateTime[] starts = row.getArrayOfOffsetDateTimes("period_starts");
        LeaseKey key = new LeaseKey(
                row.getString("edge_id"), row.getLong("epoch"), row.getString("account_id"), Arrays.asList(limitIds));
        List<PeriodKey> periods = IntStream.range(0, limitIds.length)
                .mapToObj(i -> new PeriodKey(limitIds[i], starts[i].toInstant()))
                .toList();
        OffsetDateTime closedAt = row.getOffsetDateTime("closed_at");
        return new Lease(
                row.getLong("id"),
                key,
                periods,
                new Lease.Counters(row.getLong("granted"), row.getLong("posted"), row.getLong("returned")),
                row.getLong("usual_hold"),
                row.getLong("ask_number"),
                row.getString("answer"),
                new Lease.Times(
                        instant(row, "opened_at"),
                        instant(row, "spend_until"),
                        instant(row, "hold_until"),
                        closedAt == null ? null : closedAt.toInstant()));
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
