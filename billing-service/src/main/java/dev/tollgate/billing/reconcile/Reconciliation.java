package dev.tollgate.billing.reconcile;

import dev.tollgate.billing.reconcile.Export.ModelDay;
import dev.tollgate.contract.billing.v1.ReconciliationReport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Compares an export with the roll-up that the database keeps with the records.
@Singleton
class Reconciliation {
    private static final String OURS = """
            SELECT day, upstream_model, sum(served + failed_attempts)::bigint AS requests,
              sum(input + image_input)::bigint AS input, sum(cached_input)::bigint AS cached_input,
              sum(cache_write)::bigint AS cache_write, sum(audio_input)::bigint AS audio_input,
              sum(output + reasoning + image_output)::bigint AS output, sum(audio_output)::bigint AS audio_output,
              sum(cost)::bigint AS cost
            FROM provider_day WHERE provider = $1 AND day BETWEEN $2 AND $3
            GROUP BY day, upstream_model""";

    private final Pool pool;

    Reconciliation(Pool pool) {
        this.pool = pool;
    }

    /// @param providerId as the catalogue calls it
    Uni<ReconciliationReport> compare(String providerId, Export theirs) {
        LocalDate first = theirs.sums().keySet().stream()
                .map(ModelDay::day)
                .min(LocalDate::compareTo)
                .orElse(LocalDate.EPOCH);
        LocalDate last = theirs.sums().keySet().stream()
                .map(ModelDay::day)
                .max(LocalDate::compareTo)
                .orElse(first);
        return pool.preparedQuery(OURS)
                .execute(Tuple.of(providerId, first, last))
                .map(rows -> {
                    Map<ModelDay, Map<Measure, Long>> ours = new TreeMap<>();
                    rows.forEach(row -> ours.put(
                            new ModelDay(
                                    Objects.requireNonNull(row.getLocalDate("day")), row.getString("upstream_model")),
                            sums(row)));
                    List<ReconciliationReport.Row> compared = Comparison.of(theirs, ours);
                    long differences =
                            compared.stream().filter(row -> !row.agrees()).count();
                    return new ReconciliationReport(
                            "reconciliation", providerId, theirs.lines(), differences, compared);
                });
    }

    private static Map<Measure, Long> sums(Row row) {
        Map<Measure, Long> sums = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            sums.put(measure, row.getLong(measure.wireName()));
        }
        return sums;
    }
}
