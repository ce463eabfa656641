package dev.tollgate.billing.payment;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows of automatic top-ups.
@Singleton
class AutoTopUpRepository {
    private static final String COLUMNS = """
            SELECT s.account_id, s.enabled, s.threshold, s.credits, s.amount, s.monthly_cap, s.currency,
              s.payment_method, s.stopped
            FROM auto_top_up s
            """;

    private static final String PUT = """
            INSERT INTO auto_top_up (account_id, enabled, threshold, credits, amount, monthly_cap, currency,
              payment_method)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (account_id) DO UPDATE SET enabled = EXCLUDED.enabled, threshold = EXCLUDED.threshold,
              credits = EXCLUDED.credits, amount = EXCLUDED.amount, monthly_cap = EXCLUDED.monthly_cap,
              currency = EXCLUDED.currency, payment_method = EXCLUDED.payment_method, stopped = NULL,
              capped_until = NULL""";

    private static final String STOP = """
            UPDATE auto_top_up SET enabled = false, stopped = $2 WHERE account_id = $1 AND enabled""";

    private static final String CAPPED = "UPDATE auto_top_up SET capped_until = $2 WHERE account_id = $1";

    /// What was spent, or may yet be, of a month that began at $3.
    private static final String SPENT = """
            SELECT coalesce(sum(amount), 0)::bigint FROM payment
            WHERE account_id = $1 AND origin = 'auto' AND currency = $2 AND status IN ('pending', 'paid')
              AND created_at >= $3""";

    private static final String UNDER_WAY = """
            SELECT 1 FROM payment WHERE account_id = $1 AND origin = 'auto' AND status = 'pending'""";

    private static final String DUE = COLUMNS + """
            JOIN account a ON a.id = s.account_id
            WHERE s.enabled AND NOT a.frozen AND a.balance < s.threshold
              AND (s.capped_until IS NULL OR s.capped_until <= $2)
              AND NOT EXISTS (SELECT FROM payment p WHERE p.account_id = s.account_id AND p.origin = 'auto'
                AND p.status = 'pending')
            ORDER BY s.account_id LIMIT $1""";

    private final Pool pool;
    private final AuditLog audit;

    AutoTopUpRepository(Pool pool, AuditLog audit) {
        this.pool = pool;
        this.audit = audit;
    }

    Uni<Optional<AutoTopUp>> find(SqlClient client, String accountId) {
        return client.preparedQuery(COLUMNS + "WHERE s.account_id = $1")
                .execute(Tuple.of(accountId))
                .map(rows -> all(rows).stream().findFirst());
    }

    Uni<Void> put(SqlConnection tx, AutoTopUp setting) {
        return tx.preparedQuery(PUT)
                .execute(Tuple.from(new Object[] {
                    setting.accountId(),
                    setting.enabled(),
                    setting.threshold(),
                    setting.credits(),
                    setting.amount(),
                    setting.monthlyCap(),
                    setting.currency(),
                    setting.paymentMethod()
                }))
                .replaceWithVoid();
    }

    /// Turns it off by itself, and says why.
    Uni<Void> stop(SqlConnection tx, String accountId, String why) {
        return tx.preparedQuery(STOP)
                .execute(Tuple.of(accountId, why))
                .flatMap(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : audit.note(
                                tx,
                                "auto_top_up.stop",
                                accountId,
                                new Traces(
                                        accountId,
                                        Map.of("reason", why),
                                        Map.of("enabled", true),
                                        Map.of("enabled", false, "stopped", why))));
    }

    Uni<Long> spentSince(SqlClient client, String accountId, String currency, Instant since) {
        return client.preparedQuery(SPENT)
                .execute(Tuple.of(accountId, currency, since.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /// Whether one is on its way.
    Uni<Boolean> isUnderWay(SqlClient client, String accountId) {
        return client.preparedQuery(UNDER_WAY).execute(Tuple.of(accountId)).map(rows -> rows.size() > 0);
    }

    /// Its cap is reached: nothing is due before the next month.
    Uni<Void> capped(SqlConnection tx, String accountId, Instant until) {
        return tx.preparedQuery(CAPPED)
                .execute(Tuple.of(accountId, until.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// Those whose account is below its threshold, whose cap is not known to be reached, and for which nothing is on
    /// its way.
    Uni<List<AutoTopUp>> due(Instant now, int limit) {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(limit, now.atOffset(ZoneOffset.UTC)))
                .map(AutoTopUpRepository::all);
    }

    private static List<AutoTopUp> all(RowSet<Row> rows) {
        List<AutoTopUp> settings = new ArrayList<>(rows.size());
        for (Row row : rows) {
            settings.add(new AutoTopUp(
                    row.getString("account_id"),
                    row.getBoolean("enabled"),
                    row.getLong("threshold"),
                    row.getLong("credits"),
                    row.getLong("amount"),
                    row.getLong("monthly_cap"),
                    row.getString("currency"),
                    row.getString("payment_method"),
                    row.getString("stopped")));
        }
        return settings;
    }
}
