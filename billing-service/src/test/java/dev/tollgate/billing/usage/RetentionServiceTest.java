package dev.tollgate.billing.usage;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static dev.tollgate.billing.Stage.need;
import static dev.tollgate.billing.TestBooks.replicaPool;
import static dev.tollgate.billing.TestBooks.tamper;
import static dev.tollgate.billing.TestBooks.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.billing.TestClock;
import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Days past their retention. It has a database of its own, as it drops everybody's days; each test works on days of
/// its own, the oldest first.
@QuarkusTest
@TestProfile(RetentionServiceTest.OwnDatabase.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RetentionServiceTest {
    private static final long CREDIT = 1_000_000_000L;
    private static final Duration RETENTION = Duration.ofDays(400);

    @Inject
    Pool pool;

    @Inject
    Retention retention;

    @Inject
    DayRepository days;

    @Inject
    UsageConfig config;

    @Inject
    UsageMetrics metrics;

    @Inject
    BackgroundTasks tasks;

    @Inject
    TestClock clock;

    private Stage stage;
    private Edge edge;

    @BeforeEach
    void prepare() {
        stage = new Stage(pool);
        edge = stage.edge();
    }

    @AfterEach
    void reset() {
        clock.reset();
    }

    @Test
    @Order(3)
    void rule9ADroppedDayIsVerifiedByItsSealedRollUp() {
        String account = stage.account(10 * CREDIT);
        List<String> limits = List.of(stage.limit(account, 5 * CREDIT, "total"));
        stage.ask(edge, account, limits, 0, need(CREDIT));
        stage.ship(edge, done(stage.subject(account, limits, CREDIT, daysAgo(60)), 300));
        stage.ship(edge, record(account, 60, 200), record(account, 60, 11_000_000));
        long balance = stage.balance(account);
        assertThat(verified().difference()).isNull();

        clock.moveBy(RETENTION.minusDays(58));
        assertThat(dropByTwo()).isPositive();

        assertThat(stage.number("SELECT count(*) FROM usage_record WHERE account_id = $1", account))
                .isZero();
        assertThat(stage.number("SELECT requests FROM usage_day WHERE account_id = $1", account))
                .isEqualTo(3);
        assertThat(stage.balance(account)).isEqualTo(balance);
        assertThat(verified().difference()).isNull();
        assertThat(retention.drop().await().indefinitely()).isZero();
        assertThatThrownBy(() -> stage.sql("UPDATE usage_day SET charge = 0 WHERE account_id = $1", account))
                .hasMessageContaining("is sealed");
        assertThatThrownBy(() -> stage.sql("DELETE FROM usage_seal")).hasMessageContaining("append only");

        String spoil = "UPDATE usage_day SET requests = requests + %d WHERE account_id = '" + account + "'";
        tamper(pool, spoil.formatted(1));
        assertThat(verified().difference()).contains("the sealed roll-up of ");
        tamper(pool, spoil.formatted(-1));
        String limit = "UPDATE spend_sealed SET spent = spent + %d WHERE limit_id = '" + limits.getFirst() + "'";
        tamper(pool, limit.formatted(1));
        assertThat(verified().difference()).contains(limits.getFirst()).contains("usage records say 300001");
        tamper(pool, limit.formatted(-1));
        assertThat(verified().difference()).isNull();
    }

    @Test
    @Order(1)
    void rule9AJournalReattachedAfterTheRetentionIsNotChargedAgain() {
        String account = stage.account(10 * CREDIT);
        UsageFrame[] journal = {record(account, 100, 100), record(account, 100, 200)};
        assertThat(stage.ship(edge, journal)).containsOnly(Result.POSTED);
        clock.moveBy(RETENTION.minusDays(106));
        assertThat(stage.ship(edge, journal)).containsOnly(Result.QUARANTINED);
        clock.moveBy(Duration.ofDays(8));
        assertThat(retention.drop().await().indefinitely()).isPositive();
        assertThat(stage.ship(edge, journal)).containsOnly(Result.QUARANTINED);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 300 * TOKEN);
        assertThat(verified().difference()).isNull();
    }

    /// The clock of a billing that is set back, or a retention that was made longer: the database itself refuses.
    @Test
    @Order(2)
    void rule9ASealedDayTakesNoRecordWhateverTheClockSays() {
        String account = stage.account(10 * CREDIT);
        UsageFrame record = record(account, 80, 100);
        stage.ship(edge, record);
        clock.moveBy(RETENTION.minusDays(78));
        assertThat(retention.drop().await().indefinitely()).isPositive();
        clock.reset();
        assertThat(stage.ship(edge, record)).containsExactly(Result.QUARANTINED);
        assertThat(stage.ship(edge, record(account, 80, 1))).containsExactly(Result.QUARANTINED);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 100 * TOKEN);
        assertThat(verified().difference()).isNull();
    }

    @Test
    @Order(5)
    void rule9AJournalRedeliveredAcrossMidnightIsCountedOnceAndOnItsOwnDay() {
        Instant midnight = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC)
                .plusDays(40)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        String account = stage.account(10 * CREDIT);
        clock.moveTo(midnight.minusSeconds(5));
        UsageFrame record = done(
                stage.subject(account, List.of(), 0, midnight.minusMillis(1).toEpochMilli()), 100);
        assertThat(stage.ship(edge, record)).containsExactly(Result.POSTED);
        clock.moveTo(midnight.plusSeconds(60));
        assertThat(stage.ship(edge, record)).containsExactly(Result.DUPLICATE);
        UsageFrame late = done(
                stage.subject(account, List.of(), 0, midnight.minusMillis(2).toEpochMilli()), 10);
        assertThat(stage.ship(edge, late)).containsExactly(Result.POSTED);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 110 * TOKEN);
        LocalDate before = LocalDate.ofInstant(midnight, ZoneOffset.UTC).minusDays(1);
        assertThat(stage.sql("SELECT DISTINCT day FROM usage_record WHERE account_id = $1", account))
                .singleElement()
                .satisfies(row -> assertThat(row.getLocalDate(0)).isEqualTo(before));
        assertThat(verified().difference()).isNull();
    }

    @Test
    @Order(4)
    void aDayWhoseRecordsAreNotItsRollUpIsKept() {
        String account = stage.account(CREDIT);
        stage.ship(edge, record(account, 40, 100));
        tamper(pool, "UPDATE usage_day SET charge = charge + 1 WHERE account_id = '" + account + "'");
        clock.moveBy(RETENTION.minusDays(38));
        retention.drop().await().indefinitely();
        assertThat(stage.number("SELECT count(*) FROM usage_record WHERE account_id = $1", account))
                .isEqualTo(1);
        assertThat(inner().get("/q/metrics").asString()).containsPattern("tollgate_usage_seals_refused_total [1-9]");
        tamper(pool, "UPDATE usage_day SET charge = charge - 1 WHERE account_id = '" + account + "'");
        assertThat(retention.drop().await().indefinitely()).isPositive();
        assertThat(verified().difference()).isNull();
    }

    @Test
    @Order(6)
    void rule16TellsHowManyRequestsOfADayWereCounted() {
        String account = stage.account(10 * CREDIT);
        long old = daysAgo(10);
        UsageFrame again = done(stage.subject(account, List.of(), 0, old), 100);
        stage.ship(edge, again, done(stage.subject(account, List.of(), 0, old), 0));
        stage.ship(edge, again);
        stage.ship(
                edge,
                done(
                        stage.subject(
                                account, List.of(), 0, old + Duration.ofDays(1).toMillis()),
                        1));
        String day = RequestId.day(UUID.fromString(again.requestId())).toString();
        var counts = inner().body(Map.of(
                        "day",
                        day,
                        "accountIds",
                        List.of(account, "acct_none"),
                        "keyIds",
                        List.of("key_1", "key_none"),
                        "groupIds",
                        List.of("g", "none"),
                        "modelIds",
                        List.of("m", "none")))
                .post("/internal/v1/usage/day-counts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(counts.getMap("accounts")).isEqualTo(Map.of(account, 2, "acct_none", 0));
        assertThat(counts.getMap("keys")).isEqualTo(Map.of("key_1", 2, "key_none", 0));
        assertThat(counts.getMap("groups")).isEqualTo(Map.of("g", 2, "none", 0));
        assertThat(counts.getMap("models")).isEqualTo(Map.of("m", 2, "none", 0));
        inner().body("{\"day\":\"today\",\"accountIds\":[],\"keyIds\":[]}")
                .post("/internal/v1/usage/day-counts")
                .then()
                .statusCode(400);
    }

    /// Two replicas at once: each day is sealed by one of them.
    private long dropByTwo() {
        Pool second = replicaPool();
        try {
            Retention other = new Retention(second, days, config, metrics, tasks, clock);
            return IntStream.range(0, 2)
                    .parallel()
                    .mapToLong(replica ->
                            (replica == 0 ? retention : other).drop().await().indefinitely())
                    .sum();
        } finally {
            second.close().await().indefinitely();
        }
    }

    private UsageFrame record(String account, int days, long tokens) {
        return done(stage.subject(account, List.of(), 0, daysAgo(days)), tokens);
    }

    private static long daysAgo(int days) {
        return System.currentTimeMillis() - Duration.ofDays(days).toMillis();
    }

    public static final class OwnDatabase implements QuarkusTestProfile {}
}
