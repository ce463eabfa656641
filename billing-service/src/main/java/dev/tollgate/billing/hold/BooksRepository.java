package dev.tollgate.billing.hold;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of accounts and limits. Whoever changes an account's money, its leases or its limits locks the
/// account's row first, in the order of ids: that row is the one lock of all of these, and no two transactions can
/// wait for each other.
@ApplicationScoped
public class BooksRepository {
    /// Locks accounts in the order of their ids; unknown ones are absent.
    public Uni<Map<String, AccountCredit>> lockAccounts(SqlConnection connection, Collection<String> ids) {
        String sql = """
                SELECT id, balance, held, overdraft, frozen, outage_credit, outage_drawn FROM account
                WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE
                """;
        return query(connection, sql, Tuple.of(ids.stream().distinct().sorted().toArray(String[]::new)))
                .map(rows -> index(rows, BooksRepository::account, AccountCredit::id));
    }

    /// The terms of limits; unknown ones are absent.
    public Uni<Map<String, SpendLimit>> limits(SqlConnection connection, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        String sql = "SELECT id, account_id, amount, period, time_zone FROM spend_limit WHERE id = ANY ($1::text[])";
        return query(connection, sql, Tuple.of(ids.stream().distinct().toArray(String[]::new)))
                .map(rows -> index(rows, BooksRepository::limit, SpendLimit::id));
    }

    /// What limits have spent and hold; a period's row is made when it is first asked for. The accounts that the
    /// limits belong to must be locked.
    ///
    /// @param keys each with its period's end, null for none
    public Uni<Map<PeriodKey, PeriodSpend>> periods(SqlConnection connection, Map<PeriodKey, LimitPeriod> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        String sql = """
                WITH wanted AS (
                  SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS w (limit_id, starts_at, ends_at)
                ), made AS (
                  INSERT INTO spend_period (limit_id, starts_at, ends_at)
                  SELECT limit_id, starts_at, ends_at FROM wanted ORDER BY limit_id, starts_at
                  ON CONFLICT (limit_id, starts_at) DO NOTHING
                  RETURNING limit_id, starts_at, spent, held
                )
                SELECT limit_id, starts_at, spent, held FROM made
                UNION ALL
                SELECT p.limit_id, p.starts_at, p.spent, p.held FROM spend_period p JOIN wanted w USING (limit_id, starts_at)
                """;
        List<Map.Entry<PeriodKey, LimitPeriod>> order = List.copyOf(keys.entrySet());
        Tuple arguments = Tuple.of(
                order.stream().map(entry -> entry.getKey().limitId()).toArray(String[]::new),
                times(order, entry -> entry.getKey().startsAt()),
                times(order, entry -> entry.getValue().endsAt()));
        return query(connection, sql, arguments).map(rows -> {
            Map<PeriodKey, PeriodSpend> found = new HashMap<>();
            for (Row row : rows) {
                PeriodKey key = new PeriodKey(
                        row.getString("limit_id"),
                        row.getOffsetDateTime("starts_at").toInstant());
                found.put(key, new PeriodSpend(row.getLong("spent"), row.getLong("held")));
            }
            return found;
        });
    }

    /// Writes a tally: one guarded statement for all accounts, one for all limits. The guards are in the
    /// statements' own WHERE; a row that refuses fails the whole transaction.
    public Uni<Void> write(SqlConnection connection, Tally tally) {
        return writeAccounts(connection, tally.accountChanges())
                .chain(() -> writePeriods(connection, tally.periodChanges()));
    }

    private static Uni<Void> writeAccounts(SqlConnection connection, List<Tally.AccountChange> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String sql = """
                UPDATE account a SET balance = a.balance + d.balance, held = a.held + d.held,
                  outage_drawn = a.outage_drawn + d.drawn
                FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS d (id, balance, held, drawn)
                WHERE a.id = d.id AND a.held + d.held >= 0 AND a.outage_drawn + d.drawn >= 0
                  AND a.held + d.held <= a.balance + d.balance + a.overdraft + a.outage_drawn + d.drawn
                """;
        Tuple arguments = Tuple.of(
                changes.stream().map(Tally.AccountChange::accountId).toArray(String[]::new),
                changes.stream().map(Tally.AccountChange::balance).toArray(Long[]::new),
                changes.stream().map(Tally.AccountChange::held).toArray(Long[]::new),
                changes.stream().map(Tally.AccountChange::drawn).toArray(Long[]::new));
        return writeAll(connection, sql, arguments, changes.size(), "accounts");
    }

    private static Uni<Void> writePeriods(SqlConnection connection, List<Tally.PeriodChange> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String sql = """
                UPDATE spend_period p SET spent = p.spent + d.spent, held = p.held + d.held
                FROM unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::bigint[]) AS d (limit_id, starts_at, spent, held)
                JOIN spend_limit l ON l.id = d.limit_id
                WHERE p.limit_id = d.limit_id AND p.starts_at = d.starts_at AND p.held + d.held >= 0
                  AND (d.held <= 0 OR p.spent + d.spent + p.held + d.held <= l.amount)
                """;
        Tuple arguments = Tuple.of(
                changes.stream().map(change -> change.key().limitId()).toArray(String[]::new),
                times(changes, change -> change.key().startsAt()),
                changes.stream().map(Tally.PeriodChange::spent).toArray(Long[]::new),
                changes.stream().map(Tally.PeriodChange::held).toArray(Long[]::new));
        return writeAll(connection, sql, arguments, changes.size(), "spend limits");
    }

    private static Uni<Void> writeAll(
            SqlConnection connection, String sql, Tuple arguments, int expected, String what) {
        return query(connection, sql, arguments).map(rows -> {
            if (rows.rowCount() != expected) {
                throw new IllegalStateException(
                        "the guard of " + what + " let " + rows.rowCount() + " of " + expected + " changes pass");
            }
            return null;
        });
    }

    private static Uni<RowSet<Row>> query(SqlConnection connection, String sql, Tuple arguments) {
        return connection.preparedQuery(sql).execute(arguments);
    }

    private static <T> Map<String, T> index(RowSet<Row> rows, Function<Row, T> read, Function<T, String> id) {
        Map<String, T> found = new HashMap<>();
        for (Row row : rows) {
            T value = read.apply(row);
            found.put(id.apply(value), value);
        }
        return found;
    }

    private static AccountCredit account(Row row) {
        return new AccountCredit(
                row.getString("id"),
                row.getLong("balance"),
                row.getLong("held"),
                row.getLong("overdraft"),
                row.getBoolean("frozen"),
                row.getLong("outage_credit"),
                row.getLong("outage_drawn"));
    }

    private static SpendLimit limit(Row row) {
        return new SpendLimit(
                row.getString("id"),
                row.getString("account_id"),
                row.getLong("amount"),
                Recurrence.valueOf(row.getString("period").toUpperCase(Locale.ROOT)),
                ZoneId.of(row.getString("time_zone")));
    }

    private static <T> OffsetDateTime[] times(List<T> values, Function<T, @Nullable Instant> time) {
        OffsetDateTime[] times = new OffsetDateTime[values.size()];
        for (int i = 0; i < times.length; i++) {
            Instant instant = time.apply(values.get(i));
            times[i] = instant == null ? null : instant.atOffset(ZoneOffset.UTC);
        }
        return times;
    }
}
