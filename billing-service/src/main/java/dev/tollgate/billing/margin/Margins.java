package dev.tollgate.billing.margin;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.MarginReport;
import dev.tollgate.contract.money.Percent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the roll-up that the database keeps with the records: it outlives them.
@Singleton
public class Margins {
    /// More rows than anybody reads: ask for fewer days, or by less.
    static final int ROWS_MAX = 10_000;

    private final Pool pool;

    Margins(Pool pool) {
        this.pool = pool;
    }

    /// @param by `day`, `provider`, `model`: what the rows are by
    public Uni<MarginReport> report(LocalDate from, LocalDate to, Set<String> by) {
        String sql = """
                SELECT %s AS day, %s AS provider, %s AS model, sum(requests)::bigint AS requests,
                  sum(uncosted)::bigint AS uncosted, sum(charge)::bigint AS charge, sum(uncollected)::bigint AS uncollected,
                  sum(cost)::bigint AS cost
                FROM provider_day WHERE day BETWEEN $1 AND $2
                GROUP BY 1, 2, 3 HAVING sum(requests) + sum(failed_attempts) <> 0 OR sum(charge) <> 0 OR sum(cost) <> 0
                ORDER BY 1, 2, 3 LIMIT $3""".formatted(
                        by.contains("day") ? "day" : "NULL::date",
                        by.contains("provider") ? "provider" : "NULL::text",
                        by.contains("model") ? "model" : "NULL::text");
        return pool.preparedQuery(sql).execute(Tuple.of(from, to, ROWS_MAX + 1)).map(rows -> {
            List<MarginReport.Row> all = new ArrayList<>(rows.size());
            rows.forEach(row -> all.add(row(row)));
            if (all.size() > ROWS_MAX) {
                throw Required.invalid("from", "More than " + ROWS_MAX + " rows: ask for fewer days, or by less.");
            }
            return new MarginReport("margin", from.toString(), to.toString(), total(all), all);
        });
    }

    private static MarginReport.Row row(Row row) {
        LocalDate day = row.getLocalDate("day");
        return new Sums(
                        row.getLong("requests"),
                        row.getLong("uncosted"),
                        row.getLong("charge"),
                        row.getLong("uncollected"),
                        row.getLong("cost"))
                .row(day == null ? null : day.toString(), row.getString("provider"), row.getString("model"));
    }

    private static MarginReport.Row total(List<MarginReport.Row> rows) {
        Sums sums = new Sums(0, 0, 0, 0, 0);
        for (MarginReport.Row row : rows) {
            sums = sums.plus(row);
        }
        return sums.row(null, null, null);
    }

    /// Amounts in nano-credits.
    private record Sums(long requests, long uncosted, long charge, long uncollected, long cost) {
        Sums plus(MarginReport.Row row) {
            return new Sums(
                    requests + row.requests(),
                    uncosted + row.uncosted(),
                    Math.addExact(charge, row.charge()),
                    Math.addExact(uncollected, row.uncollected()),
                    Math.addExact(cost, row.cost()));
        }

        MarginReport.Row row(@Nullable String day, @Nullable String provider, @Nullable String model) {
            long collected = charge - uncollected;
            long margin = Math.subtractExact(collected, cost);
            return new MarginReport.Row(
                    day,
                    provider,
                    model,
                    requests,
                    uncosted,
                    charge,
                    uncollected,
                    collected,
                    cost,
                    margin,
                    Percent.of(margin, collected));
        }
    }
}
