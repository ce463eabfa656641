package dev.tollgate.billing.insight;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.inner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.TestClock;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.money.Percent;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Figures from roll-ups are those of the records, summed up one by one: in every zone, over days of 23 and 25 hours,
/// and after corrections.
@QuarkusTest
@TestProfile(InsightServiceTest.OwnDatabase.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class InsightServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    @Inject
    TestClock clock;

    private Stage stage;
    private Stage.Edge edge;

    @BeforeEach
    void prepare() {
        stage = new Stage(pool);
        edge = stage.edge();
    }

    @AfterEach
    void reset() {
        clock.reset();
    }

    @ParameterizedTest
    @CsvSource({
        "1,UTC",
        "2,Europe/Berlin",
        "3,America/New_York",
        "4,Asia/Kolkata",
        "5,Australia/Lord_Howe",
        "6,Asia/Shanghai"
    })
    void summariesAreThoseOfTheRecordsInAnyZone(long seed, String name) {
        ZoneId zone = ZoneId.of(name);
        String account = account(zone);
        // The latest change of the clocks, of which records are kept, where there is one.
        ZoneOffsetTransition change = zone.getRules().previousTransition(clock.instant());
        Instant middle =
                change == null || change.getInstant().isBefore(clock.instant().minus(380, ChronoUnit.DAYS))
                        ? clock.instant().minus(9, ChronoUnit.DAYS)
                        : change.getInstant();
        ship(new Random(seed), account, middle, Duration.ofHours(50), 160);
        Naive naive = Naive.of(stage, account);
        assertThat(naive.records()).hasSize(160);
        for (String interval : List.of("hour", "day")) {
            for (String filter : List.of("", "&key_id=key_0", "&model=free", "&key_id=key_1&model=m")) {
                String range = "&from=" + middle.minusSeconds(60 * 3_601).getEpochSecond() + "&to="
                        + middle.plusSeconds(40 * 3_601).getEpochSecond();
                JsonPath told = get("/usage/summary?account_id=" + account + "&interval=" + interval + range + filter)
                        .statusCode(200)
                        .extract()
                        .jsonPath();
                assertThat(told.getString("time_zone")).isEqualTo(name);
                assertSeries(told, matching(naive, filter), interval.equals("day") ? zone : null);
            }
        }
    }

    /// An edge that died left estimates, and its successor brings the truth: each counts as what it is at last.
    @Test
    void correctionsMoveFromOneOutcomeAndBucketToAnother() {
        String account = account(ZoneId.of("UTC"));
        Random random = new Random(7);
        List<UsageFrame.Subject> subjects = new ArrayList<>();
        List<UsageFrame> interrupted = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            UsageFrame.Subject subject =
                    subject(random, account, clock.instant().minusSeconds(i * 500L));
            subjects.add(subject);
            interrupted.add(done(random, subject, UsageFrame.Outcome.INTERRUPTED));
        }
        stage.ship(edge, interrupted.toArray(UsageFrame[]::new));
        stage.ship(
                edge,
                subjects.stream()
                        .map(subject -> done(random, subject, UsageFrame.Outcome.COMPLETED))
                        .toArray(UsageFrame[]::new));
        JsonPath told = get("/usage/summary?account_id=" + account).extract().jsonPath();
        Naive.of(stage, account).assertTold(told, "total");
        assertThat(told.getLong("total.duration.requests")).isEqualTo(30);
        assertThat(told.getMap("total.outcomes")).isEmpty();
    }

    @Test
    void theBiggestAreInOrderWithTheirSharesAndTheRestIsCounted() {
        String account = account(ZoneId.of("Asia/Kolkata"));
        Instant middle = clock.instant().minus(4, ChronoUnit.DAYS);
        ship(new Random(11), account, middle, Duration.ofHours(70), 200);
        Instant from = middle.minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
        Instant to = middle.plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
        Naive naive = Naive.of(stage, account).between(from, to);
        Map<String, String> users = Map.of("key_0", "user_a", "key_1", "user_b", "key_2", "user_a");
        for (String by : List.of("model", "key", "user", "namespace")) {
            for (String order : List.of("charge", "requests", "tokens")) {
                Map<String, Naive> groups = new HashMap<>();
                naive.records().forEach(one -> {
                    String id = by.equals("model")
                            ? one.model()
                            : by.equals("key") ? one.key() : users.getOrDefault(one.key(), "");
                    groups.computeIfAbsent(id, _ -> new Naive(new ArrayList<>()))
                            .records()
                            .add(one);
                });
                List<String> expected = groups.entrySet().stream()
                        .sorted((a, b) -> {
                            int bigger = Long.compare(measure(b.getValue(), order), measure(a.getValue(), order));
                            return bigger != 0 ? bigger : a.getKey().compareTo(b.getKey());
                        })
                        .map(Map.Entry::getKey)
                        .toList();
                JsonPath told = top(Map.of(
                        "account_id", account,
                        "from", Long.toString(from.getEpochSecond()),
                        "to", Long.toString(to.getEpochSecond()),
                        "by", by,
                        "order", order,
                        "limit", 2,
                        "users", users));
                assertThat(told.getList("rows.id"))
                        .isEqualTo(expected.stream().limit(2).toList());
                assertThat(told.getLong("others")).isEqualTo(Math.max(0, expected.size() - 2));
                assertThat(told.getString("total.charge")).isEqualTo(Long.toString(naive.charge()));
                for (int i = 0; i < 2; i++) {
                    Naive group = Objects.requireNonNull(groups.get(expected.get(i)));
                    group.assertTold(told, "rows[" + i + "].usage");
                    assertThat(told.getString("rows[" + i + "].share"))
                            .isEqualTo(Percent.of(measure(group, order), measure(naive, order)));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"21,UTC", "22,Asia/Kolkata", "23,America/New_York"})
    void theDashboardSaysWhatWasSpentTodayAndThisMonthWhereTheAccountIs(long seed, String name) {
        ZoneId zone = ZoneId.of(name);
        String account = account(zone);
        Instant now = clock.instant();
        ship(new Random(seed), account, now.minus(17, ChronoUnit.DAYS), Duration.ofDays(17), 150);
        ship(new Random(seed + 100), account, now.minus(14, ChronoUnit.HOURS), Duration.ofHours(14), 60);
        Naive naive = Naive.of(stage, account);
        JsonPath told = get("/dashboards/" + account).statusCode(200).extract().jsonPath();
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant midnight = today.atStartOfDay(zone).toInstant();
        Instant month = today.withDayOfMonth(1).atStartOfDay(zone).toInstant();
        Instant end = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        assertThat(told.getLong("today.from")).isEqualTo(midnight.getEpochSecond());
        assertThat(told.getString("today.spend"))
                .isEqualTo(Long.toString(naive.between(midnight, end).spend()));
        assertThat(told.getLong("today.requests"))
                .isEqualTo(naive.between(midnight, end).records().size());
        assertThat(told.getString("month.spend"))
                .isEqualTo(Long.toString(naive.between(month, end).spend()));
        naive.between(end.minus(24, ChronoUnit.HOURS), end).assertTold(told, "recent");
        long free = stage.balance(account);
        long pace = naive.between(end.minus(7, ChronoUnit.DAYS), end).spend();
        assertThat(told.getString("money.free")).isEqualTo(Long.toString(free));
        assertThat(told.getLong("money.days_left")).isEqualTo(free * 7 / pace);
        assertThat(told.getString("money.state")).isEqualTo("ok");
    }

    @Test
    void anAccountIsLowBelowTheThresholdAndEmptyWithoutCredit() {
        String low = stage.account(4 * CREDIT);
        get("/dashboards/" + low).statusCode(200);
        assertThat(get("/dashboards/" + low).extract().<String>path("money.state"))
                .isEqualTo("low");
        assertThat(get("/dashboards/acct_of_nobody").extract().<String>path("money.state"))
                .isEqualTo("empty");
        assertThat(get("/dashboards/" + low).extract().<Object>path("money.days_left"))
                .isNull();
    }

    @Test
    void bucketsAreTheSameHereAndInTheDatabase() {
        long[] lowest = Histogram.lowest();
        for (int i = 1; i < lowest.length; i++) {
            assertThat(stage.number("SELECT latency_bucket($1)::bigint", lowest[i]))
                    .isEqualTo(i + 1);
            assertThat(stage.number("SELECT latency_bucket($1)::bigint", lowest[i] - 1))
                    .isEqualTo(i);
        }
    }

    @Test
    void whatIsNoRangeOrOrderIsRefusedByName() {
        String account = stage.account(CREDIT);
        refused("/usage/summary", "account_id");
        refused("/usage/summary?account_id=" + account + "&interval=week", "interval");
        refused("/usage/summary?account_id=" + account + "&from=9&to=8", "from");
        refused("/usage/summary?account_id=" + account + "&from=1&interval=hour", "from");
        refused("/usage/summary?account_id=" + account + "&from=x", "from");
        for (String field : List.of("by", "order")) {
            inner().body(Map.of("account_id", account, field, "size"))
                    .post("/internal/v1/usage/top")
                    .then()
                    .statusCode(400);
        }
    }

    private static void refused(String path, String param) {
        String told = get(path).statusCode(400).extract().path("error.param");
        assertThat(told).isEqualTo(param);
    }

    /// Every interval has its records, there is none between two, and all of them are the total.
    private static void assertSeries(JsonPath told, Naive naive, @Nullable ZoneId days) {
        List<Number> starts = told.getList("series.starts_at");
        Instant end = Instant.ofEpochSecond(told.getLong("to"));
        for (int i = 0; i < starts.size(); i++) {
            Instant from = Instant.ofEpochSecond(starts.get(i).longValue());
            Instant to = i + 1 < starts.size()
                    ? Instant.ofEpochSecond(starts.get(i + 1).longValue())
                    : end;
            if (days == null) {
                assertThat(to).isEqualTo(from.plusSeconds(3_600));
            } else {
                assertThat(to)
                        .isEqualTo(LocalDate.ofInstant(from, days)
                                .plusDays(1)
                                .atStartOfDay(days)
                                .toInstant());
            }
            naive.between(from, to).assertTold(told, "series[" + i + "].usage");
        }
        naive.between(Instant.ofEpochSecond(told.getLong("from")), end).assertTold(told, "total");
    }

    private static Naive matching(Naive naive, String filter) {
        return naive.where(one -> Arrays.stream(filter.split("&"))
                .filter(part -> !part.isEmpty())
                .map(part -> part.split("="))
                .allMatch(part -> (part[0].equals("key_id") ? one.key() : one.model()).equals(part[1])));
    }

    private static long measure(Naive naive, String order) {
        return switch (order) {
            case "charge" -> naive.charge();
            case "requests" -> naive.records().size();
            default -> naive.tokens();
        };
    }

    private String account(ZoneId zone) {
        String account = stage.account(100_000 * CREDIT);
        stage.sql("UPDATE account SET time_zone = $2 WHERE id = $1", account, zone.getId());
        return account;
    }

    /// Records at random moments around one, in batches of random sizes.
    private void ship(Random random, String account, Instant middle, Duration around, int records) {
        List<UsageFrame> frames = new ArrayList<>();
        UsageFrame.Outcome[] outcomes = UsageFrame.Outcome.values();
        for (int i = 0; i < records; i++) {
            long offset = random.nextLong(-around.toMillis(), around.toMillis());
            Instant at = middle.plusMillis(offset);
            Instant then = at.isAfter(clock.instant()) ? clock.instant() : at;
            UsageFrame.Subject subject = subject(random, account, then);
            frames.add(done(
                    random, subject, random.nextInt(3) > 0 ? outcomes[0] : outcomes[random.nextInt(outcomes.length)]));
        }
        for (int from = 0; from < frames.size(); ) {
            int to = Math.min(frames.size(), from + 1 + random.nextInt(40));
            stage.ship(edge, frames.subList(from, to).toArray(UsageFrame[]::new));
            from = to;
        }
    }

    private UsageFrame.Subject subject(Random random, String account, Instant at) {
        UsageFrame.Subject made = stage.subject(account, List.of(), 0, at.toEpochMilli());
        return new UsageFrame.Subject(
                made.requestId(),
                null,
                account,
                "key_" + random.nextInt(4),
                List.of(),
                "g",
                random.nextInt(3) == 0 ? "free" : "m",
                made.endpoint(),
                true,
                at.toEpochMilli(),
                made.priceVersion(),
                0);
    }

    private static UsageFrame.Done done(Random random, UsageFrame.Subject subject, UsageFrame.Outcome outcome) {
        Map<String, Long> quantities = Map.of("input", random.nextLong(2_000), "output", random.nextLong(900));
        long tokens = quantities.values().stream().mapToLong(Long::longValue).sum();
        return new UsageFrame.Done(
                1,
                subject,
                quantities,
                Map.of(),
                subject.model().equals("free") ? 0 : tokens * TOKEN,
                quantities,
                null,
                outcome,
                false,
                200,
                "demo",
                "demo-" + random.nextInt(2),
                "m",
                List.of(),
                random.nextInt(4) == 0 ? null : Long.valueOf(Math.round(Math.exp(random.nextDouble() * 10))),
                Math.round(Math.exp(random.nextDouble() * 13)));
    }

    private static JsonPath top(Map<String, Object> ask) {
        return inner().body(ask)
                .post("/internal/v1/usage/top")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static ValidatableResponse get(String path) {
        return inner().get("/internal/v1" + path).then();
    }

    public static final class OwnDatabase implements QuarkusTestProfile {}
}
