package dev.tollgate.billing.alert;

import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.SpendAlertView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Thresholds that were reached. What spending reaches, the database notes by itself (V0051); what a refusal tells
/// is noted here.
@Singleton
public class Alerts {
    private static final String PREFIX = "al_";

    /// A limit may never be spent to the last nano-credit: it is reached when a request does not fit any more.
    private static final String REFUSED = """
            INSERT INTO spend_alert (limit_id, starts_at, threshold, account_id, spent, amount, refused)
            SELECT l.id, p.starts_at, 100, l.account_id, p.spent, l.amount, true
            FROM unnest($1::text[], $2::timestamptz[]) AS w (limit_id, starts_at)
            JOIN spend_limit l ON l.id = w.limit_id AND 100 = ANY (l.alert_at)
            JOIN spend_period p ON p.limit_id = w.limit_id AND p.starts_at = w.starts_at
            WHERE NOT EXISTS (SELECT FROM spend_alert a
              WHERE a.limit_id = l.id AND a.starts_at = p.starts_at AND a.threshold = 100)
            ON CONFLICT DO NOTHING""";

    private static final String PAGE = """
            SELECT a.*, count(d.delivered_at)::integer AS delivered, count(d.target_id)::integer AS targets
            FROM (SELECT * FROM spend_alert WHERE account_id = $1 AND id %s LIMIT $3) a
            LEFT JOIN alert_delivery d ON d.alert_id = a.id
            GROUP BY a.id, a.limit_id, a.starts_at, a.threshold, a.account_id, a.spent, a.amount, a.refused, a.crossed_at
            ORDER BY a.id %s""";

    private final Pool pool;

    Alerts(Pool pool) {
        this.pool = pool;
    }

    /// Notes that these limits, in these periods, have refused a request, in the refusal's own transaction; once
    /// per period.
    public Uni<Void> refused(SqlConnection tx, Collection<PeriodKey> limits) {
        if (limits.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<PeriodKey> each = limits.stream().distinct().toList();
        Tuple arguments = Tuple.of(
                each.stream().map(PeriodKey::limitId).toArray(String[]::new),
                each.stream()
                        .map(key -> key.startsAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(REFUSED).execute(arguments).replaceWithVoid();
    }

    /// An account's alerts, newest first.
    Uni<Page<SpendAlertView>> page(String accountId, PageAsk ask) {
        long cursor = ask.backwards()
                ? number(Objects.requireNonNull(ask.before()), "before")
                : ask.after() == null ? Long.MAX_VALUE : number(ask.after(), "after");
        String sql = ask.backwards()
                ? PAGE.formatted("> $2 ORDER BY id", "")
                : PAGE.formatted("< $2 ORDER BY id DESC", "DESC");
        return pool.preparedQuery(sql)
                .execute(Tuple.of(accountId, cursor, ask.limit() + 1))
                .map(rows -> {
                    List<SpendAlertView> alerts = new ArrayList<>();
                    rows.forEach(row -> alerts.add(view(row)));
                    return ask.page(alerts, SpendAlertView::id);
                });
    }

    static String id(long number) {
        return PREFIX + number;
    }

    private static long number(String id, String param) {
        if (!id.startsWith(PREFIX)) {
            throw Required.invalid(param, param + " is not the id of an alert.");
        }
        return Required.number(id.substring(PREFIX.length()), param);
    }

    private static SpendAlertView view(Row row) {
        return new SpendAlertView(
                id(row.getLong("id")),
                "spend_alert",
                row.getString("account_id"),
                row.getString("limit_id"),
                seconds(row.getOffsetDateTime("starts_at")),
                row.getInteger("threshold"),
                row.getLong("spent"),
                row.getLong("amount"),
                row.getBoolean("refused"),
                seconds(row.getOffsetDateTime("crossed_at")),
                row.getInteger("delivered"),
                row.getInteger("targets"));
    }

    private static long seconds(@Nullable OffsetDateTime time) {
        return Objects.requireNonNull(time).toEpochSecond();
    }
}
