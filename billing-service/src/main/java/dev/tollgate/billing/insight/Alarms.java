package dev.tollgate.billing.insight;

import dev.tollgate.contract.billing.v1.Overview;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What waits for an operator. Each is counted by an index of its own, and no further than a person would.
@Singleton
class Alarms {
    private static final int COUNT_MAX = 1_000;

    /// Where each is resolved; mails and webhooks, nowhere but at their receivers.
    private static final Map<String, String> LINKS = Map.of(
            "quarantine", "/ledger/verify",
            "uncollected", "/margin",
            "leases", "/edges",
            "frozen", "/accounts",
            "refunds", "/refunds");

    private static final String ALL = """
            SELECT 'quarantine' AS kind, count(*) AS count, coalesce(sum(amount), 0)::bigint AS amount
            FROM (SELECT amount FROM usage_quarantine WHERE resolved_at IS NULL ORDER BY id LIMIT $4) q
            UNION ALL SELECT 'uncollected', least(count(DISTINCT account_id), $4), coalesce(sum(uncollected), 0)::bigint
            FROM usage_day WHERE day BETWEEN $1 AND $2 AND uncollected > 0
            UNION ALL SELECT 'mails', count(*), NULL
            FROM (SELECT FROM mail WHERE next_try_at IS NULL AND sent_at IS NULL LIMIT $4) m
            UNION ALL SELECT 'webhooks', count(*), NULL
            FROM (SELECT FROM alert_delivery WHERE given_up_at IS NOT NULL AND given_up_at >= $1 LIMIT $4) w
            UNION ALL SELECT 'leases', count(*), coalesce(sum(held), 0)::bigint
            FROM (SELECT l.granted - l.posted - l.returned AS held FROM lease l JOIN edge e ON e.id = l.edge_id
              WHERE l.closed_at IS NULL AND (l.epoch < e.epoch OR l.spend_until < $3) LIMIT $4) l
            UNION ALL SELECT 'frozen', count(*), NULL FROM (SELECT FROM account WHERE frozen LIMIT $4) f
            UNION ALL SELECT 'refunds', count(*), NULL
            FROM (SELECT FROM refund_request WHERE status = 'requested' LIMIT $4) r""";

    private final Pool pool;
    private final Clock clock;

    Alarms(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /// All kinds, also those of which there is nothing.
    ///
    /// @param from of what is told by days; `to` is the last one
    Uni<List<Overview.Alert>> open(LocalDate from, LocalDate to) {
        return pool.preparedQuery(ALL)
                .execute(Tuple.of(from, to, clock.instant().atOffset(ZoneOffset.UTC), COUNT_MAX))
                .map(rows -> {
                    List<Overview.Alert> alerts = new ArrayList<>();
                    for (Row row : rows) {
                        String kind = row.getString("kind");
                        alerts.add(
                                new Overview.Alert(kind, row.getLong("count"), row.getLong("amount"), LINKS.get(kind)));
                    }
                    return alerts;
                });
    }
}
