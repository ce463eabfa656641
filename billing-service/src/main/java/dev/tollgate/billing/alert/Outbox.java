package dev.tollgate.billing.alert;

import dev.tollgate.contract.routing.v1.SealedCredential;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Deliveries that are due. One is claimed, for as long as its next backoff, before it is sent: no two replicas
/// send it at once, and one that is lost with its process is sent again.
@Singleton
class Outbox {
    private static final String CLAIM = """
            WITH due AS (
              SELECT alert_id, target_id FROM alert_delivery
              WHERE delivered_at IS NULL AND given_up_at IS NULL AND due_at <= $1
              ORDER BY due_at, alert_id LIMIT $2 FOR UPDATE SKIP LOCKED
            ), claimed AS (
              UPDATE alert_delivery d SET tries = d.tries + 1,
                due_at = $1 + least($3::bigint << least(d.tries, 20), $4::bigint) * interval '1 millisecond'
              FROM due WHERE d.alert_id = due.alert_id AND d.target_id = due.target_id
              RETURNING d.alert_id, d.target_id, d.tries
            )
            SELECT c.*, t.kind, t.address, t.ended_at IS NOT NULL AS ended, t.secret_key_id, t.sealed_secret,
              a.limit_id, a.starts_at, a.threshold, a.account_id, a.spent, a.amount, a.refused, a.crossed_at,
              l.name, l.scope, l.group_name, l.user_id, l.period, l.time_zone, l.watched IS NOT NULL AS budget
            FROM claimed c JOIN alert_target t ON t.id = c.target_id JOIN spend_alert a ON a.id = c.alert_id
            JOIN spend_limit l ON l.id = a.limit_id
            ORDER BY c.alert_id""";

    private static final String DELIVERED = """
            UPDATE alert_delivery SET delivered_at = $3, problem = NULL
            WHERE alert_id = $1 AND target_id = $2 AND delivered_at IS NULL""";

    private static final String FAILED = """
            UPDATE alert_delivery SET problem = $4, given_up_at = CASE WHEN $5 THEN $3::timestamptz END
            WHERE alert_id = $1 AND target_id = $2 AND delivered_at IS NULL""";

    private static final String OLDEST = """
            SELECT min(due_at) FROM alert_delivery
            WHERE delivered_at IS NULL AND given_up_at IS NULL AND due_at <= $1""";

    private final Pool pool;
    private final AlertConfig config;

    Outbox(Pool pool, AlertConfig config) {
        this.pool = pool;
        this.config = config;
    }

    Uni<List<Due>> claim(Instant now) {
        Tuple arguments = Tuple.of(
                now.atOffset(ZoneOffset.UTC),
                config.roundMax(),
                config.firstBackoff().toMillis(),
                config.longestBackoff().toMillis());
        return pool.preparedQuery(CLAIM).execute(arguments).map(rows -> {
            List<Due> due = new ArrayList<>();
            rows.forEach(row -> due.add(due(row)));
            return due;
        });
    }

    /// Since when the oldest of those waits that are due now.
    Uni<Optional<Instant>> waitingSince(Instant now) {
        return pool.preparedQuery(OLDEST)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime(0))
                        .map(OffsetDateTime::toInstant));
    }

    Uni<Void> delivered(Due due, Instant now) {
        return pool.preparedQuery(DELIVERED)
                .execute(Tuple.of(due.alertId(), due.targetId(), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// @param problem in our own words
    /// @param last whether it is given up
    Uni<Void> failed(Due due, String problem, boolean last, Instant now) {
        return pool.preparedQuery(FAILED)
                .execute(Tuple.of(due.alertId(), due.targetId(), now.atOffset(ZoneOffset.UTC), problem, last))
                .replaceWithVoid();
    }

    private static Due due(Row row) {
        return new Due(
                row.getLong("alert_id"),
                row.getString("target_id"),
                row.getInteger("tries"),
                Target.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("address"),
                row.getBoolean("ended"),
                secret(row),
                event(row));
    }

    private static @Nullable SealedCredential secret(Row row) {
        String sealed = row.getString("sealed_secret");
        return sealed == null ? null : new SealedCredential(row.getString("secret_key_id"), sealed);
    }

    private static Due.Event event(Row row) {
        return new Due.Event(
                Alerts.id(row.getLong("alert_id")),
                "event",
                "spend_alert",
                seconds(row, "crossed_at"),
                row.getString("account_id"),
                new Due.Limit(
                        row.getString("limit_id"),
                        row.getString("name"),
                        row.getString("scope"),
                        row.getString("group_name"),
                        row.getString("user_id"),
                        row.getString("period"),
                        row.getString("time_zone"),
                        row.getBoolean("budget")),
                seconds(row, "starts_at"),
                row.getInteger("threshold"),
                row.getLong("spent"),
                row.getLong("amount"),
                row.getBoolean("refused"));
    }

    private static long seconds(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toEpochSecond();
    }
}
