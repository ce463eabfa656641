package dev.tollgate.billing.insight;

import dev.tollgate.billing.margin.Margins;
import dev.tollgate.contract.billing.v1.MarginReport;
import dev.tollgate.contract.billing.v1.Overview;
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

/// Gathers the overview from roll-ups by day: those of providers, which the margin is told by, of deployments, and of
/// accounts.
@Singleton
class Overviews {
    private static final int ACCOUNTS = 10;
    private static final int DEPLOYMENTS_MAX = 500;

    private static final String OF_DEPLOYMENTS = """
            SELECT deployment, provider, model, sum(requests)::bigint AS requests,
              sum(upstream_failed + refused)::bigint AS failed, sum(charge)::bigint AS charge,
              sum(uncollected)::bigint AS uncollected, sum(cost)::bigint AS cost, %s
            FROM deployment_day WHERE day BETWEEN $1 AND $2
            GROUP BY 1, 2, 3 HAVING sum(requests) <> 0 ORDER BY sum(requests) DESC, 1, 2, 3""".formatted(FigureRepository.HISTOGRAMS);

    private static final String OF_ACCOUNTS = """
            SELECT account_id, sum(requests)::bigint AS requests, sum(charge)::bigint AS charge,
              sum(uncollected)::bigint AS uncollected
            FROM usage_day WHERE day BETWEEN $1 AND $2
            GROUP BY 1 ORDER BY sum(charge) DESC, sum(requests) DESC, 1 LIMIT $3""";

    private final Pool pool;
    private final Margins margins;
    private final Alarms alarms;

    Overviews(Pool pool, Margins margins, Alarms alarms) {
        this.pool = pool;
        this.margins = margins;
        this.alarms = alarms;
    }

    Uni<Overview> of(LocalDate from, LocalDate to) {
        return Uni.combine()
                .all()
                .unis(
                        margins.report(from, to, Set.of("day")),
                        margins.report(from, to, Set.of("provider")),
                        margins.report(from, to, Set.of("model")),
                        deployments(from, to),
                        accounts(from, to),
                        alarms.open(from, to))
                .usingConcurrencyOf(2)
                .asTuple()
                .map(all -> overview(
                        all.getItem1(),
                        all.getItem2(),
                        all.getItem3(),
                        all.getItem4(),
                        all.getItem5(),
                        all.getItem6()));
    }

    private static Overview overview(
            MarginReport days,
            MarginReport providers,
            MarginReport models,
            List<Part> parts,
            List<Row> accounts,
            List<Overview.Alert> alerts) {
        Part whole = parts.stream().reduce(Part.NONE, Part::plus);
        long charged = days.total().charge();
        return new Overview(
                "overview",
                days.from(),
                days.to(),
                days.total(),
                whole.ended(),
                days.rows(),
                providers.rows(),
                models.rows(),
                parts.stream().limit(DEPLOYMENTS_MAX).map(Part::view).toList(),
                accounts.stream().map(row -> account(row, charged)).toList(),
                alerts);
    }

    private static Overview.Account account(Row row, long charged) {
        return new Overview.Account(
                row.getString("account_id"),
                row.getLong("requests"),
                row.getLong("charge"),
                row.getLong("uncollected"),
                Percent.of(row.getLong("charge"), charged));
    }

    private Uni<List<Part>> deployments(LocalDate from, LocalDate to) {
        return pool.preparedQuery(OF_DEPLOYMENTS).execute(Tuple.of(from, to)).map(rows -> {
            List<Part> parts = new ArrayList<>(rows.size());
            rows.forEach(row -> parts.add(Part.of(row)));
            return parts;
        });
    }

    private Uni<List<Row>> accounts(LocalDate from, LocalDate to) {
        return pool.preparedQuery(OF_ACCOUNTS)
                .execute(Tuple.of(from, to, ACCOUNTS))
                .map(rows -> {
                    List<Row> found = new ArrayList<>(rows.size());
                    rows.forEach(found::add);
                    return found;
                });
    }

    /// What a deployment did of a model, or several of them together.
    private record Part(
            @Nullable Row names,
            long requests,
            long failed,
            long charge,
            long uncollected,
            long cost,
            Histogram duration,
            Histogram firstByte) {
        static final Part NONE = new Part(null, 0, 0, 0, 0, 0, new Histogram(), new Histogram());

        static Part of(Row row) {
            return new Part(
                    row,
                    row.getLong("requests"),
                    row.getLong("failed"),
                    row.getLong("charge"),
                    row.getLong("uncollected"),
                    row.getLong("cost"),
                    new Histogram().plus(row.getArrayOfLongs("duration")),
                    new Histogram().plus(row.getArrayOfLongs("first_byte")));
        }

        Part plus(Part more) {
            return new Part(
                    null,
                    requests + more.requests,
                    failed + more.failed,
                    Math.addExact(charge, more.charge),
                    Math.addExact(uncollected, more.uncollected),
                    Math.addExact(cost, more.cost),
                    duration.plus(more.duration),
                    firstByte.plus(more.firstByte));
        }

        Overview.Ended ended() {
            return new Overview.Ended(
                    requests, failed, Percent.of(failed, requests), duration.latency(), firstByte.latency());
        }

        Overview.Deployment view() {
            return new Overview.Deployment(
                    name("deployment"),
                    name("provider"),
                    name("model"),
                    ended(),
                    charge,
                    cost,
                    Math.subtractExact(charge - uncollected, cost));
        }

        private String name(String column) {
            return names == null ? "" : names.getString(column);
        }
    }
}
