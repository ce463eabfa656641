package dev.tollgate.billing.usage;

import dev.tollgate.billing.hold.PeriodKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// What a settled batch writes beside its records: leases' counters and the ledger. One statement each.
@ApplicationScoped
class BookingRepository {
    private static final String OPEN_LEASES = """
            SELECT id, edge_id, epoch, account_id, limit_ids, period_starts, granted - posted - returned AS held, opened_at
            FROM lease
            WHERE closed_at IS NULL AND edge_id = ANY ($1::text[]) AND epoch = ANY ($2::bigint[])
              AND account_id = ANY ($3::text[])
            """;

    private static final String POST = """
            UPDATE lease l SET posted = l.posted + d.amount
            FROM unnest($1::bigint[], $2::bigint[]) AS d (id, amount) WHERE l.id = d.id
            """;

    private static final String EDGES = """
            SELECT count(*) FROM edge e JOIN edge_epoch n ON n.edge_id = e.id AND n.epoch = e.epoch
            WHERE n.closed_at IS NULL""";

    private static final String BOOK = """
            WITH line AS (
              SELECT * FROM jsonb_to_recordset($1::jsonb)
                AS r (position int, kind text, reference text, book text, account_id text, amount bigint, balance_after bigint)
            ), made AS (
              INSERT INTO ledger_transaction (kind, reference) SELECT DISTINCT kind, reference FROM line
              RETURNING id, kind, reference
            )
            INSERT INTO ledger_entry (transaction_id, book, account_id, amount, balance_after)
            SELECT m.id, l.book, l.account_id, l.amount, l.balance_after
            FROM line l JOIN made m USING (kind, reference) ORDER BY l.position
            """;

    /// Open leases of these edges on these accounts.
    Uni<List<Settlement.Held>> openLeases(SqlConnection tx, List<Origin> origins, Collection<String> accountIds) {
        Tuple arguments = Tuple.of(
                origins.stream().map(Origin::edgeId).distinct().toArray(String[]::new),
                origins.stream().map(Origin::epoch).distinct().toArray(Long[]::new),
                accountIds.toArray(String[]::new));
        return tx.preparedQuery(OPEN_LEASES).execute(arguments).map(rows -> {
            List<Settlement.Held> leases = new ArrayList<>(rows.size());
            for (Row row : rows) {
                leases.add(lease(row));
            }
            return leases;
        });
    }

    Uni<Void> post(SqlConnection tx, Map<Long, Long> posted) {
        if (posted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Long[] ids = posted.keySet().toArray(Long[]::new);
        Long[] amounts = Arrays.stream(ids).map(posted::get).toArray(Long[]::new);
        return tx.preparedQuery(POST).execute(Tuple.of(ids, amounts)).replaceWithVoid();
    }

    /// How many edges are at work: each may have given an account its outage credit.
    Uni<Long> edges(SqlConnection tx) {
        return tx.preparedQuery(EDGES)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /// Writes balanced transactions; each sums to zero.
    Uni<Void> book(SqlConnection tx, List<Booking> bookings) {
        JsonArray lines = new JsonArray();
        for (Booking booking : bookings) {
            line(lines, booking, "account", -booking.collected());
            line(lines, booking, "uncollected", -booking.uncollected());
            line(lines, booking, "revenue", booking.collected() + booking.uncollected());
        }
        if (lines.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(BOOK).execute(Tuple.of(lines)).replaceWithVoid();
    }

    private static void line(JsonArray lines, Booking booking, String book, long amount) {
        if (amount == 0) {
            return;
        }
        boolean ofAccount = book.equals("account");
        lines.add(new JsonObject()
                .put("position", lines.size())
                .put("kind", booking.kind())
                .put("reference", booking.reference())
                .put("book", book)
                .put("account_id", ofAccount ? booking.accountId() : null)
                .put("amount", amount)
                .put("balance_after", ofAccount ? booking.balanceAfter() : null));
    }

    private static Settlement.Held lease(Row row) {
        String[] limitIds = row.getArrayOfStrings("limit_ids");
        OffsetDateTime[] starts = row.getArrayOfOffsetDateTimes("period_starts");
        List<PeriodKey> periods = IntStream.range(0, limitIds.length)
                .mapToObj(i -> new PeriodKey(limitIds[i], starts[i].toInstant()))
                .toList();
        return new Settlement.Held(
                row.getLong("id"),
                new Settlement.LeaseOf(
                        row.getString("edge_id"),
                        row.getLong("epoch"),
                        row.getString("account_id"),
                        Arrays.asList(limitIds)),
                periods,
                row.getLong("held"),
                Objects.requireNonNull(row.getOffsetDateTime("opened_at"))
                        .toInstant()
                        .toEpochMilli());
    }

    /// One ledger transaction of an account.
    ///
    /// @param reference what it books, once
    /// @param collected taken from the account; below 0 when a correction gives back
    /// @param uncollected what the account did not have
    record Booking(
            String kind, String reference, String accountId, long collected, long uncollected, long balanceAfter) {}
}
