package dev.tollgate.billing.insight;

import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.id.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads figures from the roll-ups that a cover names, each by an index that begins with the account or the key.
@Singleton
class FigureRepository {
    private static final String ZONE = "SELECT time_zone FROM account WHERE id = $1";

    private static final String SUMS = sums(Figures.SUMS);
    private static final String OUTCOMES = sums(Figures.OUTCOMES);
    static final String HISTOGRAMS = histogram("duration") + ", " + histogram("first_byte");

    private static final String DAY = "((day - date '1970-01-01') * 86400::bigint)";
    private static final String HOUR = "(" + DAY + " + hour * 3600)";

    private static final String RECORD_SUMS = "count(*) AS requests,"
            + " count(*) FILTER (WHERE outcome IN ('REFUSED', 'UPSTREAM_FAILED')) AS failed, sum(charge)::bigint AS charge,"
            + " sum(uncollected)::bigint AS uncollected, "
            + Arrays.stream(UsageClass.values())
                    .map(UsageClass::wireName)
                    .map(name -> "coalesce(sum((quantities ->> '" + name + "')::bigint), 0)::bigint AS " + name)
                    .collect(Collectors.joining(", "))
            + ", "
            + Figures.OUTCOMES.stream()
                    .map(name -> "count(*) FILTER (WHERE outcome = upper('" + name + "')) AS " + name)
                    .collect(Collectors.joining(", "));

    private final Pool pool;

    FigureRepository(Pool pool) {
        this.pool = pool;
    }

    /// Where the account is; one that has no row yet is nowhere else than UTC.
    Uni<ZoneId> zone(String accountId) {
        return pool.preparedQuery(ZONE)
                .execute(Tuple.of(accountId))
                .map(rows -> ZoneId.of(
                        rows.size() == 0 ? "UTC" : rows.iterator().next().getString(0)));
    }

    /// Figures by place (what of the dimension, in which interval); places without any are left out.
    Uni<Map<Place, Figures>> read(Question question) {
        return pool.withConnection(connection -> {
            Cover cover = question.cover();
            List<Uni<Map<Place, Figures>>> parts = new ArrayList<>();
            if (!cover.days().isEmpty()) {
                parts.add(days(connection, question, SUMS, "usage_by_day", Figures.SUMS));
                if (question.latencies()) {
                    String measures = OUTCOMES + ", " + HISTOGRAMS;
                    parts.add(days(connection, question, measures, "usage_latency_by_day", Figures.OUTCOMES));
                }
            }
            if (!cover.hourDays().isEmpty()) {
                parts.add(hours(connection, question, SUMS, "usage_by_hour", Figures.SUMS));
                if (question.latencies()) {
                    String measures = OUTCOMES + ", " + HISTOGRAMS;
                    parts.add(hours(connection, question, measures, "usage_latency_by_hour", Figures.OUTCOMES));
                }
            }
            if (!cover.cutHours().isEmpty()) {
                parts.add(records(connection, question));
            }
            return Uni.join().all(parts).andFailFast().map(FigureRepository::sum);
        });
    }

    private static Uni<Map<Place, Figures>> days(
            SqlConnection connection, Question question, String measures, String table, List<String> names) {
        Tuple arguments = arguments(question).addValue(question.cover().days().toArray(LocalDate[]::new));
        String narrower = question.narrower(arguments);
        String sql = """
            SELECT %1$s AS dimension, width_bucket(%2$s, $2::bigint[]) AS place, %3$s FROM %4$s
            WHERE account_id = $1 AND day = ANY ($3::date[])%5$s GROUP BY 1, 2""".formatted(question.dimension(), DAY, measures, table, narrower);
        return read(connection, sql, arguments, names);
    }

    private static Uni<Map<Place, Figures>> hours(
            SqlConnection connection, Question question, String measures, String table, List<String> names) {
        Cover cover = question.cover();
        Tuple arguments = arguments(question)
                .addValue(cover.hourDays().toArray(LocalDate[]::new))
                .addValue(cover.from())
                .addValue(cover.to())
                .addValue(cover.cutHours().toArray(Long[]::new));
        String narrower = question.narrower(arguments);
        String sql = """
            SELECT %1$s AS dimension, width_bucket(%2$s, $2::bigint[]) AS place, %3$s FROM %4$s
            WHERE account_id = $1 AND day = ANY ($3::date[]) AND %2$s >= $4 AND %2$s < $5 AND %2$s <> ALL ($6::bigint[])%5$s
            GROUP BY 1, 2""".formatted(question.dimension(), HOUR, measures, table, narrower);
        return read(connection, sql, arguments, names);
    }

    private static Uni<Map<Place, Figures>> records(SqlConnection connection, Question question) {
        Cover cover = question.cover();
        List<UUID> lowest = new ArrayList<>();
        List<UUID> beyond = new ArrayList<>();
        for (long hour : cover.cutHours()) {
            lowest.add(RequestId.smallest(Math.max(hour, cover.from()) * 1_000));
            beyond.add(RequestId.smallest(Math.min(hour + 3_600, cover.to()) * 1_000));
        }
        Tuple arguments = arguments(question)
                .addValue(lowest.stream().map(RequestId::day).toArray(LocalDate[]::new))
                .addValue(lowest.toArray(UUID[]::new))
                .addValue(beyond.toArray(UUID[]::new));
        String narrower = question.narrower(arguments);
        // The limit is there for the plan: each cut hour is looked up by the account's index.
        String sql = """
            SELECT %1$s AS dimension, width_bucket(usage_id_millis(request_id) / 1000, $2::bigint[]) AS place,
              CASE WHEN outcome = 'COMPLETED' THEN latency_bucket(duration_ms) END AS duration_bucket,
              latency_bucket(first_byte_ms) AS first_byte_bucket, %2$s
            FROM unnest($3::date[], $4::uuid[], $5::uuid[]) AS c (cut_day, lowest, beyond)
            CROSS JOIN LATERAL (
              SELECT * FROM usage_record
              WHERE account_id = $1 AND day = cut_day AND request_id >= lowest AND request_id < beyond%3$s LIMIT 100000000
            ) r
            GROUP BY 1, 2, 3, 4""".formatted(question.dimension(), RECORD_SUMS, narrower);
        List<String> names = new ArrayList<>(Figures.SUMS);
        names.addAll(Figures.OUTCOMES);
        return read(connection, sql, arguments, names);
    }

    private static Tuple arguments(Question question) {
        return Tuple.tuple()
                .addValue(question.accountId())
                .addValue(question.cover().bounds().toArray(Long[]::new));
    }

    private static Uni<Map<Place, Figures>> read(
            SqlConnection connection, String sql, Tuple arguments, List<String> names) {
        return connection.preparedQuery(sql).execute(arguments).map(rows -> {
            Map<Place, Figures> found = new HashMap<>();
            for (Row row : rows) {
                Place place = new Place(row.getString("dimension"), row.getInteger("place") - 1);
                found.merge(place, figures(row, names), Figures::plus);
            }
            return found;
        });
    }

    private static Figures figures(Row row, List<String> names) {
        Map<String, Long> counts = new HashMap<>();
        names.forEach(name -> counts.put(name, row.getLong(name)));
        if (row.getColumnIndex("duration_bucket") >= 0) {
            return new Figures(
                    counts,
                    one(row.getInteger("duration_bucket"), row.getLong("requests")),
                    one(row.getInteger("first_byte_bucket"), row.getLong("requests")));
        }
        boolean measured = row.getColumnIndex("duration") >= 0;
        return new Figures(
                counts,
                new Histogram().plus(measured ? row.getArrayOfLongs("duration") : null),
                new Histogram().plus(measured ? row.getArrayOfLongs("first_byte") : null));
    }

    private static Histogram one(@Nullable Integer bucket, long requests) {
        Long[] counts = new Long[Histogram.BUCKETS];
        Arrays.fill(counts, 0L);
        if (bucket != null) {
            counts[bucket - 1] = requests;
        }
        return new Histogram().plus(counts);
    }

    private static Map<Place, Figures> sum(List<Map<Place, Figures>> parts) {
        Map<Place, Figures> sum = new HashMap<>();
        parts.forEach(part -> part.forEach((place, figures) -> sum.merge(place, figures, Figures::plus)));
        return sum;
    }

    private static String sums(List<String> names) {
        return names.stream()
                .map(name -> "sum(" + name + ")::bigint AS " + name)
                .collect(Collectors.joining(", "));
    }

    private static String histogram(String name) {
        return IntStream.rangeClosed(1, Histogram.BUCKETS)
                .mapToObj(bucket -> "coalesce(sum(" + name + "[" + bucket + "]), 0)")
                .collect(Collectors.joining(
                        ", ", "CASE WHEN count(" + name + ") > 0 THEN ARRAY[", "]::bigint[] END AS " + name));
    }

    /// @param interval counted from 0
    record Place(String dimension, int interval) {}

    /// @param by the column of the dimension, or null for none
    /// @param among what of the dimension is wanted; null for all
    /// @param latencies whether outcomes and histograms are wanted, too
    record Question(
            String accountId,
            @Nullable String keyId,
            @Nullable String model,
            Cover cover,
            @Nullable String by,
            @Nullable List<String> among,
            boolean latencies) {
        Question {
            among = among == null ? null : List.copyOf(among);
        }

        Question of(List<String> some) {
            return new Question(accountId, keyId, model, cover, by, some, true);
        }

        String dimension() {
            return by == null ? "''" : by;
        }

        /// Conditions beyond the account's and the days'.
        String narrower(Tuple arguments) {
            StringBuilder sql = new StringBuilder();
            if (keyId != null) {
                arguments.addValue(keyId);
                sql.append(" AND key_id = $").append(arguments.size());
            }
            if (model != null) {
                arguments.addValue(model);
                sql.append(" AND model = $").append(arguments.size());
            }
            if (among != null) {
                arguments.addValue(among.toArray(String[]::new));
                sql.append(" AND ")
                        .append(dimension())
                        .append(" = ANY ($")
                        .append(arguments.size())
                        .append("::text[])");
            }
            return sql.toString();
        }
    }
}
