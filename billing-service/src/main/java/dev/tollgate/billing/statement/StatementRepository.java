package dev.tollgate.billing.statement;

import dev.tollgate.billing.statement.Statement.Movement;
import dev.tollgate.billing.statement.Statement.Sale;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Reads months from the ledger and from the records that its entries book, and keeps closed ones.
@ApplicationScoped
class StatementRepository {
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";
    /// Longer than other statements: an account's month may be millions of records. Below the console's patience.
    private static final String TIMEOUT = "SET LOCAL statement_timeout = 50000";

    private static final String ZONE = "SELECT time_zone FROM account WHERE id = $1";

    /// Not once a month is closed: the next one would not begin where it ended.
    private static final String SET_ZONE = """
            UPDATE account SET time_zone = $2
            WHERE id = $1 AND (time_zone = $2 OR NOT EXISTS (SELECT FROM statement WHERE account_id = $1))""";

    private static final String KEPT = "SELECT content FROM statement WHERE account_id = $1 AND month = $2";

    private static final String KEEP = """
            INSERT INTO statement (account_id, month, content, digest, made_at)
            VALUES ($1, $2, $3, encode(sha256(convert_to($3, 'UTF8')), 'hex'), $4) ON CONFLICT DO NOTHING""";

    private static final String BALANCES = """
            SELECT (coalesce(sum(amount) FILTER (WHERE posted_at < $2), 0))::bigint AS opening,
              (coalesce(sum(amount), 0))::bigint AS closing
            FROM ledger_entry WHERE account_id = $1 AND book = 'account' AND posted_at < $3""";

    private static final String MOVEMENTS = """
            SELECT t.kind, count(*) AS entries, sum(e.amount)::bigint AS amount
            FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
            WHERE e.account_id = $1 AND e.book = 'account' AND e.posted_at >= $2 AND e.posted_at < $3
            GROUP BY t.kind ORDER BY t.kind""";

    private static final String SALES = """
            SELECT 'le_' || e.id AS entry, floor(extract(epoch FROM e.posted_at))::bigint AS at, t.kind, t.reference,
              e.amount
            FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
            WHERE e.account_id = $1 AND e.book = 'account' AND e.posted_at >= $2 AND e.posted_at < $3
              AND (t.kind = 'top_up' OR t.kind LIKE 'refund%' OR t.kind LIKE 'chargeback%')
            ORDER BY e.id LIMIT 10000""";

    /// A batch's entry books the first revisions of its records, a correction's the difference to the one before.
    private static final String CHARGED = """
            WITH booked AS (
              SELECT t.kind, t.reference, e.amount
              FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
              WHERE e.account_id = $1 AND e.book = 'account' AND e.posted_at >= $2 AND e.posted_at < $3
                AND t.kind IN ('usage', 'correction')
            ), batch AS (
              SELECT split_part(reference, '/', 1)::uuid AS id, split_part(reference, '/', 2)::date AS day
              FROM booked WHERE kind = 'usage'
            ), first AS (
              SELECT day, batch, key_id, model, admitted_at, charge - uncollected AS amount
              FROM usage_record
              WHERE account_id = $1 AND revision = 1
                AND day BETWEEN (SELECT min(day) FROM batch) AND (SELECT max(day) FROM batch)
              UNION ALL
              SELECT s.day, (s.record ->> 'batch')::uuid, s.record ->> 'key_id', s.record ->> 'model',
                (s.record ->> 'admitted_at')::timestamptz,
                (s.record ->> 'charge')::bigint - (s.record ->> 'uncollected')::bigint
              FROM usage_superseded s
              WHERE s.revision = 1 AND s.record ->> 'account_id' = $1
                AND s.day BETWEEN (SELECT min(day) FROM batch) AND (SELECT max(day) FROM batch)
            ), line AS (
              SELECT f.key_id, f.model, f.admitted_at, 1 AS requests, f.amount
              FROM first f JOIN batch b ON b.id = f.batch AND b.day = f.day
              WHERE f.amount <> 0
              UNION ALL
              SELECT r.key_id, r.model, r.admitted_at, 0, -c.amount
              FROM booked c JOIN usage_record r
                ON c.kind = 'correction' AND r.account_id = $1 AND r.request_id = split_part(c.reference, '/', 1)::uuid
            )
            SELECT (admitted_at AT TIME ZONE $4::text)::date AS day, key_id, model, sum(requests)::bigint AS requests,
              sum(amount)::bigint AS amount
            FROM line GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""";

    /// Whether the records of a day are gone that entries of this time may book.
    private static final String SEALED = """
            SELECT EXISTS (SELECT FROM usage_seal WHERE day >= ($1::timestamptz)::date - 10) AS sealed""";

    /// One moment for all that follows in this transaction.
    Uni<Void> snapshot(SqlConnection tx) {
        return tx.query(SNAPSHOT)
                .execute()
                .flatMap(_ -> tx.query(TIMEOUT).execute())
                .replaceWithVoid();
    }

    Uni<ZoneId> zone(SqlConnection tx, String accountId) {
        return tx.preparedQuery(ZONE)
                .execute(Tuple.of(accountId))
                .map(rows -> rows.size() == 0
                        ? ZoneId.of("UTC")
                        : ZoneId.of(rows.iterator().next().getString(0)));
    }

    /// @return whether it could still be set
    Uni<Boolean> setZone(SqlConnection tx, String accountId, ZoneId zone) {
        return tx.preparedQuery(SET_ZONE)
                .execute(Tuple.of(accountId, zone.getId()))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Optional<String>> kept(SqlConnection tx, String accountId, Period period) {
        return tx.preparedQuery(KEPT)
                .execute(Tuple.of(accountId, period.month().atDay(1)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    /// Keeps it unless another replica was first.
    Uni<Void> keep(SqlConnection tx, String accountId, Period period, String content, Instant now) {
        return tx.preparedQuery(KEEP)
                .execute(Tuple.of(accountId, period.month().atDay(1), content, at(now)))
                .replaceWithVoid();
    }

    Uni<Balances> balances(SqlConnection tx, String accountId, Period period) {
        return tx.preparedQuery(BALANCES).execute(of(accountId, period)).map(rows -> {
            Row row = rows.iterator().next();
            return new Balances(row.getLong("opening"), row.getLong("closing"));
        });
    }

    Uni<List<Movement>> movements(SqlConnection tx, String accountId, Period period) {
        return list(
                tx,
                MOVEMENTS,
                of(accountId, period),
                row -> new Movement(row.getString("kind"), row.getLong("entries"), row.getLong("amount")));
    }

    Uni<List<Sale>> sales(SqlConnection tx, String accountId, Period period) {
        return list(
                tx,
                SALES,
                of(accountId, period),
                row -> new Sale(
                        row.getString("entry"),
                        row.getLong("at"),
                        row.getString("kind"),
                        row.getString("reference"),
                        row.getLong("amount")));
    }

    Uni<List<Charged>> charged(SqlConnection tx, String accountId, Period period) {
        return list(
                tx,
                CHARGED,
                of(accountId, period).addValue(period.zone().getId()),
                row -> new Charged(
                        Objects.requireNonNull(row.getLocalDate("day")),
                        row.getString("key_id"),
                        row.getString("model"),
                        row.getLong("requests"),
                        row.getLong("amount")));
    }

    Uni<Boolean> isPartlySealed(SqlConnection tx, Period period) {
        return tx.preparedQuery(SEALED)
                .execute(Tuple.of(at(period.from())))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static <T> Uni<List<T>> list(SqlConnection tx, String sql, Tuple arguments, Function<Row, T> read) {
        return tx.preparedQuery(sql).execute(arguments).map(rows -> {
            List<T> found = new ArrayList<>(rows.size());
            rows.forEach(row -> found.add(read.apply(row)));
            return found;
        });
    }

    private static Tuple of(String accountId, Period period) {
        return Tuple.of(accountId, at(period.from()), at(period.to()));
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    /// At a month's first moment and at its end.
    record Balances(long opening, long closing) {}
}
