package dev.tollgate.billing.insight;

import dev.tollgate.billing.insight.FigureRepository.Place;
import dev.tollgate.billing.insight.FigureRepository.Question;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.ledger.Accounts;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.Dashboard;
import dev.tollgate.contract.billing.v1.UsageSummary;
import dev.tollgate.contract.billing.v1.UsageTop;
import dev.tollgate.contract.billing.v1.UsageTopAsk;
import dev.tollgate.contract.money.Percent;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An account's figures: summed up, by what is biggest, and as it stands now.
@Singleton
class Insight {
    private static final int PACE_DAYS = 7;

    private final FigureRepository repository;
    private final Accounts accounts;
    private final InsightConfig config;
    private final Clock clock;

    Insight(FigureRepository repository, Accounts accounts, InsightConfig config, Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.config = config;
        this.clock = clock;
    }

    /// @param from Unix seconds, as they were sent; so `to`
    Uni<UsageSummary> summary(Whose whose, Range.Unit unit, @Nullable String from, @Nullable String to) {
        return repository.zone(whose.accountId()).flatMap(zone -> {
            List<Instant> bounds = Range.of(unit, from, to, zone, clock.instant());
            return repository.read(whose.question(bounds, null, true)).map(found -> {
                Figures total = found.values().stream().reduce(Figures.NONE, Figures::plus);
                List<UsageSummary.Point> series = new ArrayList<>();
                for (int i = 0; i < bounds.size() - 1; i++) {
                    Figures figures = found.getOrDefault(new Place("", i), Figures.NONE);
                    series.add(new UsageSummary.Point(bounds.get(i).getEpochSecond(), figures.view()));
                }
                return new UsageSummary(
                        "usage_summary",
                        whose.accountId(),
                        bounds.getFirst().getEpochSecond(),
                        bounds.getLast().getEpochSecond(),
                        unit == Range.Unit.HOUR ? "hour" : "day",
                        zone.getId(),
                        total.view(),
                        series);
            });
        });
    }

    /// What is biggest is found by sums alone; only of that, latencies are read.
    Uni<UsageTop> top(Whose whose, UsageTopAsk ask, Top.By by, Top.Order order) {
        List<Instant> bounds = Range.hours(ask.from(), ask.to(), clock.instant());
        Map<String, String> users = ask.users() == null ? Map.of() : ask.users();
        Question question = whose.question(bounds, by.column(), false);
        return repository.read(question).flatMap(found -> {
            Map<String, List<String>> parts =
                    by.parts(found.keySet().stream().map(Place::dimension).toList(), users);
            Map<String, Figures> sums = sums(parts, found);
            List<String> biggest = sums.keySet().stream()
                    .sorted(Comparator.<String>comparingLong(id -> -order.of(figures(sums, id)))
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(Required.pageSize(ask.limit()))
                    .toList();
            List<String> wanted = biggest.stream()
                    .flatMap(id -> parts.getOrDefault(id, List.of()).stream())
                    .toList();
            return repository.read(question.of(wanted)).map(whole -> {
                Map<String, Figures> told = sums(parts, whole);
                Figures total = sums.values().stream().reduce(Figures.NONE, Figures::plus);
                List<UsageTop.Row> rows = biggest.stream()
                        .map(id -> new UsageTop.Row(
                                id,
                                Percent.of(order.of(figures(sums, id)), order.of(total)),
                                figures(told, id).view()))
                        .toList();
                return new UsageTop(
                        "usage_top",
                        whose.accountId(),
                        bounds.getFirst().getEpochSecond(),
                        bounds.getLast().getEpochSecond(),
                        by.wireName(),
                        order.wireName(),
                        total.view(),
                        sums.size() - rows.size(),
                        rows);
            });
        });
    }

    private static Map<String, Figures> sums(Map<String, List<String>> parts, Map<Place, Figures> found) {
        Map<String, Figures> sums = new HashMap<>();
        parts.forEach((id, members) -> sums.put(
                id,
                members.stream()
                        .map(member -> found.getOrDefault(new Place(member, 0), Figures.NONE))
                        .reduce(Figures.NONE, Figures::plus)));
        return sums;
    }

    private static Figures figures(Map<String, Figures> sums, String id) {
        return sums.getOrDefault(id, Figures.NONE);
    }

    Uni<Dashboard> dashboard(String accountId) {
        Instant now = clock.instant();
        Instant end = Range.nextHour(now);
        Whose whose = new Whose(accountId, null, null);
        return repository.zone(accountId).flatMap(zone -> {
            Instant today = Range.Unit.DAY.floor(now, zone);
            Instant month = LocalDate.ofInstant(now, zone)
                    .withDayOfMonth(1)
                    .atStartOfDay(zone)
                    .toInstant();
            return Uni.combine()
                    .all()
                    .unis(
                            one(whose, today, end, false),
                            one(whose, month, end, false),
                            one(whose, end.minus(24, ChronoUnit.HOURS), end, true),
                            one(whose, end.minus(PACE_DAYS, ChronoUnit.DAYS), end, false),
                            accounts.view(accountId))
                    .usingConcurrencyOf(2)
                    .asTuple()
                    .map(all -> new Dashboard(
                            "dashboard",
                            accountId,
                            zone.getId(),
                            now.getEpochSecond(),
                            spent(today, all.getItem1()),
                            spent(month, all.getItem2()),
                            all.getItem3().view(),
                            money(all.getItem5(), all.getItem4().spend())));
        });
    }

    private Uni<Figures> one(Whose whose, Instant from, Instant to, boolean latencies) {
        return repository
                .read(whose.question(List.of(from, to), null, latencies))
                .map(found -> found.getOrDefault(new Place("", 0), Figures.NONE));
    }

    private static Dashboard.Spent spent(Instant from, Figures figures) {
        return new Dashboard.Spent(from.getEpochSecond(), figures.count("requests"), figures.spend());
    }

    private Dashboard.Money money(CreditView credit, long spentOfLate) {
        Standing standing = Standing.of(credit.free(), spentOfLate, PACE_DAYS, config.lowBelow(), config.lowDays());
        return new Dashboard.Money(
                credit.balance(),
                credit.held(),
                credit.free(),
                credit.frozen(),
                standing.state(),
                config.lowBelow(),
                standing.daysLeft());
    }

    /// Whose usage is asked for.
    record Whose(
            String accountId,
            @Nullable String keyId,
            @Nullable String model) {
        Question question(List<Instant> bounds, @Nullable String by, boolean latencies) {
            return new Question(accountId, keyId, model, Cover.of(bounds), by, null, latencies);
        }
    }
}
