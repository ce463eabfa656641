package dev.tollgate.billing.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of refunds and disputes. Whoever changes one has locked its account.
@Singleton
class RefundRepository {
    private static final String COLUMNS = """
            SELECT id, request_id, payment_id, status, amount, credits, provider_ref, failure, late, created_at
            FROM refund
            """;

    private static final String INSERT = """
            INSERT INTO refund (id, request_id, payment_id, status, amount, credits, provider_ref, failure, created_at,
              changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)""";

    private static final String CHANGE = """
            UPDATE refund SET status = $2, provider_ref = coalesce(provider_ref, $3), failure = $4, changed_at = $5,
              late = $6
            WHERE id = $1""";

    private static final String GIVE_UP = """
            UPDATE refund SET status = 'failed', failure = $2, changed_at = $3 WHERE id = $1 AND status = 'held'""";

    private static final String SENT = """
            UPDATE refund SET status = 'sent', provider_ref = $2, changed_at = $3 WHERE id = $1 AND status = 'held'""";

    private static final String OLDEST_HELD = "SELECT min(created_at) FROM refund WHERE status = 'held'";

    private static final String TOUCHED = """
            UPDATE refund SET changed_at = $2 WHERE id = $1 AND status IN ('held', 'sent')""";

    /// What a payment's credit and money already went back for, by refunds that did not fail and by disputes that
    /// hold.
    private static final String SOURCES = """
            SELECT l.id AS lot_id, l.remaining, p.*,
              p.amount - coalesce(r.amount, 0) - coalesce(d.amount, 0) AS money_left,
              p.credits - coalesce(r.credits, 0) - coalesce(d.credits, 0) AS credits_left
            FROM credit_lot l JOIN payment p ON p.id = l.payment_id
            CROSS JOIN LATERAL (SELECT sum(amount)::bigint AS amount, sum(credits)::bigint AS credits FROM refund
              WHERE payment_id = p.id AND status <> 'failed') r
            CROSS JOIN LATERAL (SELECT sum(amount)::bigint AS amount, sum(credits)::bigint AS credits FROM dispute
              WHERE payment_id = p.id AND status = 'withdrawn') d
            WHERE l.account_id = $1 AND l.remaining > 0 AND p.intent_ref IS NOT NULL
            ORDER BY l.created_at, l.id""";

    private final Pool pool;

    RefundRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> insert(SqlConnection tx, Refund refund) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.from(new Object[] {
                    refund.id(),
                    refund.requestId(),
                    refund.paymentId(),
                    wireName(refund.status()),
                    refund.amount(),
                    refund.credits(),
                    refund.providerRef(),
                    refund.failure(),
                    refund.createdAt().atOffset(ZoneOffset.UTC)
                }))
                .replaceWithVoid();
    }

    /// What a fact makes of a refund.
    Uni<Void> change(SqlConnection tx, Refund refund, Steps.RefundStatus status, Fact.Refunded fact, Instant now) {
        return tx.preparedQuery(CHANGE)
                .execute(Tuple.of(
                        refund.id(),
                        wireName(status),
                        fact.ref(),
                        fact.failure(),
                        now.atOffset(ZoneOffset.UTC),
                        refund.late()))
                .replaceWithVoid();
    }

    /// It will not be done, and the provider gave it no id; unless it took it from another call of ours.
    ///
    /// @return whether it is given up
    Uni<Boolean> giveUp(SqlConnection tx, String id, String reason, Instant now) {
        return tx.preparedQuery(GIVE_UP)
                .execute(Tuple.of(id, reason, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    /// When the oldest that the provider was not told of was approved.
    Uni<Optional<Instant>> oldestHeld() {
        return pool.query(OLDEST_HELD).execute().map(rows -> Optional.ofNullable(
                        rows.iterator().next().getOffsetDateTime(0))
                .map(OffsetDateTime::toInstant));
    }

    /// Keeps under which id it went out, unless an event told so first.
    Uni<Void> sent(String id, String ref, Instant now) {
        return pool.preparedQuery(SENT)
                .execute(Tuple.of(id, ref, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// Puts a refund at the end of the line of those that wait.
    Uni<Void> touched(String id, Instant now) {
        return pool.preparedQuery(TOUCHED)
                .execute(Tuple.of(id, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// The refund that a fact is about: by our id, or else by the provider's.
    Uni<Optional<Refund>> find(SqlClient client, @Nullable String id, String ref) {
        return client.preparedQuery(COLUMNS + "WHERE id = $1 OR provider_ref = $2 ORDER BY id = $1 DESC LIMIT 1")
                .execute(Tuple.of(id == null ? "" : id, ref))
                .map(rows -> all(rows).stream().findFirst());
    }

    Uni<Optional<Refund>> byId(SqlClient client, String id) {
        return client.preparedQuery(COLUMNS + "WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> all(rows).stream().findFirst());
    }

    Uni<List<Refund>> ofRequest(String requestId) {
        return pool.preparedQuery(COLUMNS + "WHERE request_id = $1 ORDER BY id")
                .execute(Tuple.of(requestId))
                .map(RefundRepository::all);
    }

    /// Refunds that stand like this since before a time.
    Uni<List<Refund>> waiting(Steps.RefundStatus status, Instant since, int limit) {
        return pool.preparedQuery(COLUMNS + "WHERE status = $1 AND changed_at < $2 ORDER BY changed_at LIMIT $3")
                .execute(Tuple.of(wireName(status), since.atOffset(ZoneOffset.UTC), limit))
                .map(RefundRepository::all);
    }

    /// What can be refunded, oldest first.
    Uni<List<RefundPlan.Source>> sources(SqlConnection tx, String accountId) {
        return tx.preparedQuery(SOURCES).execute(Tuple.of(accountId)).map(rows -> {
            List<RefundPlan.Source> sources = new ArrayList<>();
            for (Row row : rows) {
                long credits = Math.min(row.getLong("remaining"), row.getLong("credits_left"));
                long amount = row.getLong("money_left");
                if (credits > 0 && amount > 0) {
                    Payment payment = PaymentRepository.payment(row);
                    sources.add(new RefundPlan.Source(row.getLong("lot_id"), payment, credits, amount));
                }
            }
            return sources;
        });
    }

    private static List<Refund> all(RowSet<Row> rows) {
        List<Refund> refunds = new ArrayList<>(rows.size());
        for (Row row : rows) {
            refunds.add(new Refund(
                    row.getString("id"),
                    row.getString("request_id"),
                    row.getString("payment_id"),
                    Steps.RefundStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                    row.getLong("amount"),
                    row.getLong("credits"),
                    row.getString("provider_ref"),
                    row.getString("failure"),
                    row.getBoolean("late"),
                    row.getOffsetDateTime("created_at").toInstant()));
        }
        return refunds;
    }

    private static String wireName(Steps.RefundStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
