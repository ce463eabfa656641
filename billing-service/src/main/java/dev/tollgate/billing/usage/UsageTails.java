package dev.tollgate.billing.usage;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.UsageTail;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An account's records in the order in which they were posted, which is not that of their ids: for whoever watches.
/// Batches commit in another order than they began, so a watcher asks again from a little before what it has seen.
@Singleton
class UsageTails {
    private static final int RECORDS_MAX = 200;
    /// Nobody watches longer ago.
    private static final Duration BACK_MAX = Duration.ofMinutes(15);
    /// A request takes less, from its admission to its record.
    private static final Duration REQUEST_MAX = Duration.ofHours(24);

    private static final String NEWEST = "SELECT posted_at, " + UsageViews.COLUMNS + """
             FROM usage_record WHERE account_id = $1 AND posted_at >= $2 AND day >= $3
            ORDER BY posted_at DESC LIMIT $4""";

    private final Pool pool;
    private final Clock clock;

    UsageTails(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /// @param since Unix milliseconds; absent, nothing is told but the time
    Uni<UsageTail> since(@Nullable String accountId, @Nullable String since) {
        String account = Required.text(accountId, "account_id");
        Instant now = clock.instant();
        if (since == null) {
            return Uni.createFrom().item(new UsageTail(now.toEpochMilli(), false, List.of()));
        }
        long earliest = now.minus(BACK_MAX).toEpochMilli();
        Instant from = Instant.ofEpochMilli(
                Math.clamp(Required.number(since, "since"), earliest, Math.max(earliest, now.toEpochMilli())));
        LocalDate day = LocalDate.ofInstant(from.minus(REQUEST_MAX), ZoneOffset.UTC);
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(account, from.atOffset(ZoneOffset.UTC), day, RECORDS_MAX + 1))
                .map(rows -> {
                    List<UsageTail.Posted> posted = new ArrayList<>();
                    for (Row row : rows) {
                        posted.add(new UsageTail.Posted(
                                Objects.requireNonNull(row.getOffsetDateTime("posted_at"))
                                        .toInstant()
                                        .toEpochMilli(),
                                UsageViews.view(row)));
                    }
                    boolean more = posted.size() > RECORDS_MAX;
                    return new UsageTail(
                            now.toEpochMilli(), more, (more ? posted.subList(0, RECORDS_MAX) : posted).reversed());
                });
    }
}
