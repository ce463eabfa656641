package dev.tollgate.billing.usage;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static dev.tollgate.billing.TestBooks.replicaPool;
import static dev.tollgate.billing.TestBooks.tamper;
import static dev.tollgate.billing.TestBooks.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.billing.TestClock;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.billing.v1.UsageSumView;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The roll-ups by hour and by day: always the sum of the records, whatever came in whichever order and however
/// often.
@QuarkusTest
@TestProfile(UsageSumsServiceTest.OwnDatabase.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class UsageSumsServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    @Inject
    TestClock clock;

    private Stage stage;
    private Edge edge;
    private Pool second;

    @BeforeEach
    void prepare() {
        stage = new Stage(pool);
        edge = stage.edge();
        second = replicaPool();
    }

    @AfterEach
    void reset() {
        clock.reset();
        second.close().await().indefinitely();
    }

    /// The model: a map from request to what its last word says. Two replicas take every frame in another order,
    /// each cut into batches of another size, interrupted requests before or after their corrections, and some
    /// twice.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void sumsAreThoseOfTheRecordsInAnyOrderOfBatchesDuplicatesAndReplicas(long seed) {
        Random random = new Random(seed);
        // One cannot pay for all: what is uncollected is summed up as well.
        List<String> accounts =
                List.of(stage.account(100 * CREDIT), stage.account(20_000 * TOKEN), stage.account(CREDIT));
        Map<String, Expected> model = new ConcurrentHashMap<>();
        List<UsageFrame> frames = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            long at =
                    clock.instant().minus(random.nextInt(60), ChronoUnit.HOURS).toEpochMilli();
            var subject =
                    subject(accounts.get(random.nextInt(3)), "key_" + random.nextInt(2), at, random.nextInt(5) == 0);
            long tokens = 2L + random.nextInt(900);
            UsageFrame.Done last = done(subject, tokens, outcome(random));
            frames.add(last);
            model.put(subject.requestId(), new Expected(subject, last));
            if (random.nextInt(4) == 0 && last.outcome() != UsageFrame.Outcome.INTERRUPTED) {
                frames.add(done(subject, 1 + random.nextInt(300), UsageFrame.Outcome.INTERRUPTED));
            }
        }
        IngestReplica other = new IngestReplica(second);
        IntStream.range(0, 2).parallel().forEach(replica -> {
            Random own = new Random(seed * 31 + replica);
            List<UsageFrame> shuffled = new ArrayList<>(frames);
            frames.stream().filter(_ -> own.nextInt(3) == 0).forEach(shuffled::add);
            Collections.shuffle(shuffled, own);
            for (int from = 0; from < shuffled.size(); ) {
                int to = Math.min(shuffled.size(), from + 1 + own.nextInt(40));
                List<UsageFrame> batch = shuffled.subList(from, to);
                if (replica == 0) {
                    stage.ship(edge, batch.toArray(UsageFrame[]::new));
                } else {
                    other.ship(edge, batch);
                }
                from = to;
            }
        });
        for (String account : accounts) {
            assertThat(told("hour", account)).isEqualTo(expected(model, account, 3_600));
            assertThat(told("day", account)).isEqualTo(expected(model, account, 86_400));
            assertThat(stage.number("SELECT sum(uncollected)::bigint FROM usage_by_day WHERE account_id = $1", account))
                    .isEqualTo(stage.number(
                            "SELECT sum(uncollected)::bigint FROM usage_record WHERE account_id = $1", account));
        }
        assertThat(verified().difference()).isNull();
        assertThat(stage.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isZero();
    }

    /// An edge's volume comes back a week later and its journal goes to both replicas at once: each record still
    /// has the one partition that its id names, and there its first copy.
    @Test
    void rule9AReplayAWeekLaterToTwoReplicasIsCountedOnce() {
        String account = stage.account(10 * CREDIT);
        List<UsageFrame> journal = new ArrayList<>();
        IntStream.range(0, 60)
                .forEach(i -> journal.add(done(
                        subject(
                                account,
                                "key_1",
                                clock.instant().minusSeconds(i * 900L).toEpochMilli(),
                                false),
                        100)));
        IngestReplica other = new IngestReplica(second);
        assertThat(shipToBoth(journal, other)).isEqualTo(60);
        Map<String, Long> sums = told("hour", account);
        clock.moveBy(Duration.ofDays(7));
        assertThat(shipToBoth(journal, other)).isZero();
        assertThat(told("hour", account)).isEqualTo(sums);
        assertThat(stage.number("SELECT count(*) FROM usage_record WHERE account_id = $1", account))
                .isEqualTo(60);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 60 * 100 * TOKEN);
        assertThat(verified().difference()).isNull();
    }

    /// The unique key lives in one partition: were a record's day not that of its id, its second copy would be a
    /// first.
    @Test
    void rule9TheDatabaseRefusesARecordOnADayThatIsNotItsIds() {
        String account = stage.account(CREDIT);
        UsageFrame.Done record = done(subject(account, "key_1", clock.millis(), false), 10);
        stage.ship(edge, record);
        stage.sql("SELECT ensure_usage_partition(current_date + 5)");
        assertThatThrownBy(() -> stage.sql(
                        "INSERT INTO usage_record SELECT (jsonb_populate_record(u, jsonb_build_object('day', current_date + 5))).*"
                                + " FROM usage_record u WHERE request_id = $1",
                        UUID.fromString(record.requestId())))
                .hasMessageContaining("day_is_of_its_id");
    }

    @Test
    void verifyNamesAnHourThatIsNotTheSumOfItsRecords() {
        String account = stage.account(CREDIT);
        stage.ship(edge, done(subject(account, "key_1", clock.millis(), false), 10));
        String hour = "UPDATE usage_by_hour SET output = output %s 1 WHERE account_id = '" + account + "'";
        tamper(pool, hour.formatted("+"));
        assertThat(verified().difference()).contains(account).contains("\"output\": 6");
        tamper(pool, hour.formatted("-"));
        String day = "UPDATE usage_by_day SET failed = failed %s 1 WHERE account_id = '" + account + "'";
        tamper(pool, day.formatted("+"));
        assertThat(verified().difference()).contains(account).contains("\"failed\": 1");
        tamper(pool, day.formatted("-"));
        assertThat(verified().difference()).isNull();
    }

    /// A reader that turns pages while records come in and go sees each that was there once, and none twice.
    @Test
    void pagesAreStableWhileRecordsComeIn() {
        String account = stage.account(10 * CREDIT);
        Set<String> there = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            UsageFrame.Done record = done(subject(account, "key_1", clock.millis() - 60_000L * i, i % 3 == 0), 10);
            there.add(record.requestId());
            stage.ship(edge, record);
        }
        for (String filter : List.of("", "&model=m")) {
            List<String> seen = new ArrayList<>();
            String cursor = "";
            for (boolean more = true; more; ) {
                JsonPath page = inner().get("/internal/v1/usage?limit=7&account_id=" + account + filter + cursor)
                        .jsonPath();
                seen.addAll(page.getList("data.id"));
                cursor = "&after=" + page.getString("last_id");
                more = page.getBoolean("has_more");
                // Newer than all, and between two that were read already: neither moves what follows.
                stage.ship(
                        edge,
                        done(subject(account, "key_1", clock.millis() + 1_000, false), 1),
                        done(subject(account, "key_1", RequestId.millis(UUID.fromString(seen.getFirst())), false), 1));
            }
            assertThat(seen).doesNotHaveDuplicates();
            if (filter.isEmpty()) {
                assertThat(seen).containsAll(there);
                assertThat(seen.stream().filter(there::contains)).hasSize(40);
            }
        }
    }

    @Test
    void sumsTurnPagesBothWaysWithinARangeByEachFilter() {
        String account = stage.account(10 * CREDIT);
        String foreign = stage.account(CREDIT);
        Instant noon = clock.instant().truncatedTo(ChronoUnit.DAYS).minus(12, ChronoUnit.HOURS);
        List<UsageFrame> frames = new ArrayList<>();
        String mine = "key_a_" + UUID.randomUUID();
        String also = "key_b_" + UUID.randomUUID();
        for (int hour = 0; hour < 10; hour++) {
            long at = noon.plus(hour, ChronoUnit.HOURS).toEpochMilli();
            for (String key : List.of(mine, also)) {
                frames.add(done(subject(account, key, at + 5, false), 10));
                frames.add(done(subject(account, key, at + 7, true), 10));
            }
        }
        stage.ship(edge, frames.toArray(UsageFrame[]::new));
        String range = "&from=" + noon.plusSeconds(3_601).getEpochSecond() + "&to="
                + noon.plusSeconds(8 * 3_600L).getEpochSecond();
        String of = "&account_id=" + account;
        assertThat(walk(of)).hasSize(40);
        assertThat(walk(of + range)).hasSize(6 * 4);
        assertThat(walk(of + "&key_id=" + mine)).hasSize(20);
        assertThat(walk(of + "&key_id=" + mine + "&model=free" + range)).hasSize(6);
        assertThat(walk("&key_id=" + also + "&model=m")).hasSize(10);
        assertThat(walk(of + "&model=m")).hasSize(20);
        assertThat(walk("&account_id=" + foreign + "&key_id=" + mine)).isEmpty();
        assertThat(inner().get("/internal/v1/usage?account_id=" + foreign + "&key_id=" + mine)
                        .jsonPath()
                        .getList("data"))
                .isEmpty();
        inner().get("/internal/v1/usage/sums?interval=week").then().statusCode(400);
        inner().get("/internal/v1/usage/sums?after=none").then().statusCode(400);
    }

    /// All ids, read forwards; and backwards they are the same.
    private static List<String> walk(String filter) {
        List<String> down = walk(filter, "after", "last_id");
        List<String> up = walk(filter + "&before=" + new SumKey(0, "", "", "", "").text(), "before", "first_id");
        assertThat(down).doesNotHaveDuplicates();
        assertThat(up).containsExactlyInAnyOrderElementsOf(down);
        return down;
    }

    private static List<String> walk(String filter, String cursor, String next) {
        List<String> seen = new ArrayList<>();
        String asked = filter;
        for (boolean more = true; more; ) {
            JsonPath page = inner().get("/internal/v1/usage/sums?interval=hour&limit=3" + asked)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("data.id"));
            more = page.getBoolean("has_more");
            asked = filter.replaceAll("&before=[^&]*", "") + "&" + cursor + "=" + page.getString(next);
        }
        return seen;
    }

    private int shipToBoth(List<UsageFrame> frames, IngestReplica other) {
        return (int) IntStream.range(0, 2)
                .parallel()
                .mapToObj(replica ->
                        replica == 0 ? stage.ship(edge, frames.toArray(UsageFrame[]::new)) : other.ship(edge, frames))
                .flatMap(List::stream)
                .filter(result -> result == Result.POSTED)
                .count();
    }

    private UsageFrame.Subject subject(String account, String key, long at, boolean free) {
        var made = stage.subject(account, List.of(), 0, at);
        return new UsageFrame.Subject(
                made.requestId(),
                null,
                account,
                key,
                List.of(),
                "g",
                free ? "free" : "m",
                made.endpoint(),
                true,
                at,
                made.priceVersion(),
                0);
    }

    private static UsageFrame.Outcome outcome(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> UsageFrame.Outcome.UPSTREAM_FAILED;
            case 1 -> UsageFrame.Outcome.INTERRUPTED;
            default -> UsageFrame.Outcome.COMPLETED;
        };
    }

    /// `start key model` → requests, failures and every quantity and charge, as one number each.
    private static Map<String, Long> told(String interval, String account) {
        Map<String, Long> sums = new TreeMap<>();
        String cursor = "";
        for (boolean more = true; more; ) {
            JsonPath page = inner().get("/internal/v1/usage/sums?limit=100&interval=" + interval + "&account_id="
                            + account + cursor)
                    .jsonPath();
            for (UsageSumView row : page.getList("data", UsageSumView.class)) {
                String of = row.startsAt() + " " + row.keyId() + " " + row.model() + " ";
                sums.put(of + "requests", row.requests());
                sums.put(of + "failed", row.failed());
                sums.put(of + "charge", row.charge());
                row.quantities().forEach((name, value) -> sums.put(of + name, value));
            }
            cursor = "&after=" + page.getString("last_id");
            more = page.getBoolean("has_more");
        }
        return sums;
    }

    private static Map<String, Long> expected(Map<String, Expected> model, String account, long seconds) {
        Map<String, Long> sums = new TreeMap<>();
        Map<String, ToLongFunction<Expected>> measures = Map.of(
                "requests", _ -> 1,
                "failed", one -> one.last().outcome() == UsageFrame.Outcome.UPSTREAM_FAILED ? 1 : 0,
                "charge",
                        one -> one.subject().model().equals("free")
                                ? 0
                                : one.last().charge(),
                "input", one -> one.last().quantities().getOrDefault("input", 0L),
                "output", one -> one.last().quantities().getOrDefault("output", 0L));
        model.values().stream()
                .filter(one -> one.subject().accountId().equals(account))
                .forEach(one -> {
                    long start = one.subject().admittedAt() / 1000 / seconds * seconds;
                    String of = start + " " + one.subject().keyId() + " "
                            + one.subject().model() + " ";
                    measures.forEach((name, measure) -> sums.merge(of + name, measure.applyAsLong(one), Long::sum));
                });
        return sums;
    }

    private record Expected(UsageFrame.Subject subject, UsageFrame.Done last) {}

    public static final class OwnDatabase implements QuarkusTestProfile {}
}
