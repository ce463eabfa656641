package dev.tollgate.billing.limit;

import dev.tollgate.billing.hold.LimitPeriod;
import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.billing.hold.PeriodSpend;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What limits have spent and hold in their present calendar period, which is reckoned as grants and charges reckon
/// it.
@Singleton
class PeriodRepository {
    private static final String SPENT = """
            SELECT limit_id, starts_at, spent, held FROM spend_period
            JOIN unnest($1::text[], $2::timestamptz[]) AS w (limit_id, starts_at) USING (limit_id, starts_at)""";

    private static final PeriodSpend NOTHING = new PeriodSpend(0, 0);

    private final Pool pool;
    private final Clock clock;

    PeriodRepository(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /// One view per limit, in the same order.
    Uni<List<SpendLimitView>> views(List<SpendLimit> limits) {
        if (limits.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Instant now = clock.instant();
        String[] ids = limits.stream().map(limit -> limit.id).toArray(String[]::new);
        OffsetDateTime[] starts = limits.stream()
                .map(limit -> limit.terms().periodAt(now).startsAt().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
        return pool.preparedQuery(SPENT).execute(Tuple.of(ids, starts)).map(rows -> {
            Map<PeriodKey, PeriodSpend> spends = new HashMap<>();
            rows.forEach(row -> spends.put(
                    new PeriodKey(
                            row.getString("limit_id"),
                            row.getOffsetDateTime("starts_at").toInstant()),
                    new PeriodSpend(row.getLong("spent"), row.getLong("held"))));
            return limits.stream()
                    .map(limit ->
                            view(limit, now, spends.getOrDefault(limit.terms().keyAt(now), NOTHING)))
                    .toList();
        });
    }

    private static SpendLimitView view(SpendLimit limit, Instant now, PeriodSpend spend) {
        LimitPeriod period = limit.terms().periodAt(now);
        return new SpendLimitView(
                limit.id,
                "spend_limit",
                limit.accountId,
                limit.shown(),
                limit.period,
                limit.timeZone,
                spend.spent(),
                spend.held(),
                seconds(period.endsAt()),
                limit.name,
                limit.scope,
                limit.group,
                limit.userId,
                limit.watched != null,
                List.of(limit.alertAt),
                seconds(limit.endedAt));
    }

    private static @Nullable Long seconds(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }
}
