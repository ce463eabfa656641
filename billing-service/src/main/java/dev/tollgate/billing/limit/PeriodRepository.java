package dev.tollgate.billing.limit;

import dev.tollgate.contract.billing.v1.SpendLimitView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What limits have spent and hold in their present calendar period.
@Singleton
class PeriodRepository {
    private static final String PRESENT = """
            WITH present AS (
              SELECT id, time_zone, period,
                CASE WHEN period = 'total' THEN to_timestamp(0) ELSE date_trunc(period, now(), time_zone) END AS starts_at
              FROM spend_limit WHERE id = ANY ($1::text[])
            )
            SELECT present.id, coalesce(s.spent, 0) AS spent, coalesce(s.held, 0) AS held,
              CASE WHEN period <> 'total' THEN extract(epoch FROM
                ((starts_at_local + ('1 ' || period)::interval) AT TIME ZONE time_zone))::bigint END AS ends
            FROM (SELECT *, starts_at AT TIME ZONE time_zone AS starts_at_local FROM present) present
            LEFT JOIN spend_period s ON s.limit_id = present.id AND s.starts_at = present.starts_at""";

    private final Pool pool;

    PeriodRepository(Pool pool) {
        this.pool = pool;
    }

    /// One view per limit, in the same order.
    Uni<List<SpendLimitView>> views(List<SpendLimit> limits) {
        String[] ids = limits.stream().map(limit -> limit.id).toArray(String[]::new);
        return pool.preparedQuery(PRESENT).execute(Tuple.of(ids)).map(rows -> {
            Map<String, Row> byId = new HashMap<>();
            rows.forEach(row -> byId.put(row.getString("id"), row));
            return limits.stream()
                    .flatMap(limit -> Stream.ofNullable(byId.get(limit.id)).map(present -> view(limit, present)))
                    .toList();
        });
    }

    private static SpendLimitView view(SpendLimit limit, Row present) {
        return new SpendLimitView(
                limit.id,
                "spend_limit",
                limit.accountId,
                limit.amount,
                limit.period,
                limit.timeZone,
                present.getLong("spent"),
                present.getLong("held"),
                present.getLong("ends"));
    }
}
