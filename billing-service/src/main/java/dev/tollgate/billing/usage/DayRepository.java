package dev.tollgate.billing.usage;

import dev.tollgate.contract.billing.v1.DayCounts;
import dev.tollgate.contract.billing.v1.DayCountsAsk;
import dev.tollgate.contract.id.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What each day's records come to, per account and key: written with the records, sealed when they are dropped,
/// and asked for when Redis has lost a day's counts (rules 9 and 16).
@ApplicationScoped
class DayRepository {
    /// In the order of keys, so that no two batches wait for each other.
    private static final String ADD = """
            INSERT INTO usage_day (day, account_id, key_id, requests, charge, uncollected)
            SELECT * FROM unnest($1::date[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[])
            ON CONFLICT (day, account_id, key_id) DO UPDATE SET requests = usage_day.requests + excluded.requests,
              charge = usage_day.charge + excluded.charge, uncollected = usage_day.uncollected + excluded.uncollected
            """;
    private static final String OF_ACCOUNTS = """
            SELECT account_id AS id, sum(requests)::bigint AS requests FROM usage_day
            WHERE day = $1 AND account_id = ANY ($2::text[]) GROUP BY account_id
            """;
    private static final String OF_KEYS = """
            SELECT key_id AS id, sum(requests)::bigint AS requests FROM usage_day
            WHERE day = $1 AND key_id = ANY ($2::text[]) GROUP BY key_id
            """;
    private static final String OF_GROUPS = """
            SELECT group_name AS id, sum(requests)::bigint AS requests FROM usage_by_day
            WHERE day = $1 AND group_name = ANY ($2::text[]) GROUP BY group_name
            """;
    private static final String OF_MODELS = """
            SELECT model AS id, sum(requests)::bigint AS requests FROM usage_by_day
            WHERE day = $1 AND model = ANY ($2::text[]) GROUP BY model
            """;
    private static final String BEFORE = "SELECT day FROM usage_partition_days() AS d (day) WHERE day < $1 LIMIT $2";
    /// Dropping a day waits for whoever reads it and keeps others waiting meanwhile: not for long.
    private static final String PATIENCE = "SET LOCAL lock_timeout = '1s'";
    private static final String SEAL = "SELECT seal_usage_day($1)";

    Uni<Void> add(SqlConnection tx, SortedMap<DayKey, DaySum> sums) {
        List<DayKey> keys = new ArrayList<>();
        List<DaySum> values = new ArrayList<>();
        sums.forEach((key, sum) -> {
            if (!sum.isNothing()) {
                keys.add(key);
                values.add(sum);
            }
        });
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple arguments = Tuple.tuple()
                .addValue(keys.stream().map(DayKey::day).toArray(LocalDate[]::new))
                .addValue(keys.stream().map(DayKey::accountId).toArray(String[]::new))
                .addValue(keys.stream().map(DayKey::keyId).toArray(String[]::new))
                .addValue(values.stream().map(DaySum::requests).toArray(Long[]::new))
                .addValue(values.stream().map(DaySum::charge).toArray(Long[]::new))
                .addValue(values.stream().map(DaySum::uncollected).toArray(Long[]::new));
        return tx.preparedQuery(ADD).execute(arguments).replaceWithVoid();
    }

    /// How many requests of a day were counted; 0 for those of which there are none.
    Uni<DayCounts> counts(SqlClient client, LocalDate day, DayCountsAsk ask) {
        return Uni.combine()
                .all()
                .unis(
                        counts(client, OF_ACCOUNTS, day, ask.accountIds()),
                        counts(client, OF_KEYS, day, ask.keyIds()),
                        counts(client, OF_GROUPS, day, orNone(ask.groupIds())),
                        counts(client, OF_MODELS, day, orNone(ask.modelIds())))
                .usingConcurrencyOf(1)
                .with((accounts, keys, groups, models) ->
                        new DayCounts(day.toString(), accounts, keys, groups, models));
    }

    private static List<String> orNone(@Nullable List<String> ids) {
        return ids == null ? List.of() : ids;
    }

    private static Uni<Map<String, Long>> counts(SqlClient client, String sql, LocalDate day, Collection<String> ids) {
        Map<String, Long> counts = new HashMap<>();
        ids.forEach(id -> counts.put(id, 0L));
        if (ids.isEmpty()) {
            return Uni.createFrom().item(counts);
        }
        return client.preparedQuery(sql)
                .execute(Tuple.of(day, ids.toArray(String[]::new)))
                .invoke(rows -> rows.forEach(row -> counts.put(row.getString("id"), row.getLong("requests"))))
                .replaceWith(counts);
    }

    /// Days with records before this one, the oldest first.
    Uni<List<LocalDate>> before(SqlClient client, LocalDate day, int max) {
        return client.preparedQuery(BEFORE)
                .execute(Tuple.of(day, max))
                .map(rows -> list(rows, row -> Objects.requireNonNull(row.getLocalDate(0))));
    }

    /// Seals a day and drops its records.
    ///
    /// @return how its records differ from its roll-up: then nothing is done
    Uni<Optional<String>> seal(SqlConnection tx, LocalDate day) {
        return tx.query(PATIENCE)
                .execute()
                .chain(() -> tx.preparedQuery(SEAL).execute(Tuple.of(day)))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getString(0)));
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }

    record DayKey(LocalDate day, String accountId, String keyId) {
        static final Comparator<DayKey> ORDER = Comparator.comparing(DayKey::day)
                .thenComparing(DayKey::accountId)
                .thenComparing(DayKey::keyId);

        static DayKey of(ReadFrame.Usage usage) {
            var subject = usage.done().subject();
            return new DayKey(RequestId.day(usage.requestId()), subject.accountId(), subject.keyId());
        }
    }

    /// What a batch adds to a day; below 0 for what a correction takes back.
    record DaySum(long requests, long charge, long uncollected) {
        DaySum plus(DaySum other) {
            return new DaySum(requests + other.requests, charge + other.charge, uncollected + other.uncollected);
        }

        boolean isNothing() {
            return requests == 0 && charge == 0 && uncollected == 0;
        }
    }
}
