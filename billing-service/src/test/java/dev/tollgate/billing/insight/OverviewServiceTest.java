package dev.tollgate.billing.insight;

import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static dev.tollgate.billing.Stage.need;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.TestClock;
import dev.tollgate.contract.billing.v1.UsageFrame;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The operator's overview is what all records of the days come to, and counts what waits.
@QuarkusTest
@TestProfile(OverviewServiceTest.OwnDatabase.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class OverviewServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    @Inject
    TestClock clock;

    private Stage stage;

    @BeforeEach
    void prepare() {
        stage = new Stage(pool);
    }

    @AfterEach
    void reset() {
        clock.reset();
    }

    @Test
    void totalsErrorsAndTheBiggestAccountsAreThoseOfTheRecords() {
        Stage.Edge edge = stage.edge();
        Random random = new Random(5);
        List<String> accounts =
                List.of(stage.account(50 * CREDIT), stage.account(50 * CREDIT), stage.account(50 * CREDIT));
        UsageFrame.Outcome[] outcomes = UsageFrame.Outcome.values();
        List<UsageFrame> frames = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long at = clock.millis() - random.nextInt(200_000_000);
            frames.add(done(
                    stage.subject(accounts.get(random.nextInt(3)), List.of(), 0, at),
                    2 + random.nextInt(900),
                    outcomes[random.nextInt(outcomes.length)]));
        }
        stage.ship(edge, frames.toArray(UsageFrame[]::new));
        JsonPath told = overview();
        assertThat(told.getLong("total.requests")).isEqualTo(stage.number("SELECT count(*) FROM usage_record"));
        assertThat(told.getString("total.charge"))
                .isEqualTo(Long.toString(stage.number("SELECT sum(charge)::bigint FROM usage_record")));
        assertThat(told.getLong("ended.failed"))
                .isEqualTo(stage.number(
                        "SELECT count(*) FROM usage_record WHERE outcome IN ('REFUSED', 'UPSTREAM_FAILED')"));
        assertThat(told.getLong("ended.duration.requests"))
                .isEqualTo(stage.number("SELECT count(*) FROM usage_record WHERE outcome = 'COMPLETED'"));
        assertThat(told.getLong("ended.duration.p95_ms")).isBetween(72L, 88L);
        assertThat(told.getList("deployments.deployment")).contains("demo-1");
        List<Map<String, Object>> biggest = told.getList("accounts");
        assertThat(biggest.stream()
                        .map(one -> Long.parseLong((String) one.get("charge")))
                        .toList())
                .isSortedAccordingTo((a, b) -> Long.compare(b, a));
        for (Map<String, Object> one : biggest) {
            assertThat(Long.parseLong((String) one.get("charge")))
                    .isEqualTo(stage.number(
                            "SELECT sum(charge)::bigint FROM usage_record WHERE account_id = $1",
                            one.get("account_id")));
        }
    }

    @Test
    void whatWaitsIsCountedUntilItIsResolved() {
        Map<String, Long> before = alerts();
        String frozen = stage.account(CREDIT);
        inner().body(Map.of("frozen", true))
                .put("/internal/v1/credit/" + frozen + "/frozen")
                .then()
                .statusCode(200);
        Stage.Edge edge = stage.edge();
        stage.ask(edge, stage.account(CREDIT), need(1_000));
        stage.open(edge.id(), "another start");
        stage.shipRaw(stage.edge(), List.of("{\"kind\":\"done\",\"version\":9}"));
        stage.ship(stage.edge(), done(stage.subject(stage.account(1), 0), 500));
        assertThat(grown(before))
                .containsOnly(
                        Map.entry("frozen", 1L),
                        Map.entry("leases", 1L),
                        Map.entry("quarantine", 1L),
                        Map.entry("uncollected", 1L));
        inner().body(Map.of("frozen", false))
                .put("/internal/v1/credit/" + frozen + "/frozen")
                .then()
                .statusCode(200);
        inner().post("/internal/v1/edges/" + edge.id() + "/release").then().statusCode(200);
        assertThat(grown(before)).containsOnlyKeys("quarantine", "uncollected");
    }

    @Test
    void anEdgeTellsWhatItHoldsWhatIsInFlightAndWhenItWasHeardOf() {
        Stage.Edge edge = stage.edge();
        String account = stage.account(CREDIT);
        stage.ask(edge, account, need(1_000));
        UsageFrame.Subject subject = stage.subject(account, List.of(), 1_000, clock.millis() - 90_000);
        stage.ship(edge, Stage.open(subject, 10));
        JsonPath told = JsonPath.from(inner().get("/internal/v1/edges").asString());
        String of = "find { it.id == '" + edge.id() + "' }.";
        assertThat(told.getLong(of + "open_leases")).isEqualTo(1);
        assertThat(told.getLong(of + "orphaned")).isZero();
        assertThat(told.getLong(of + "in_flight")).isEqualTo(1);
        assertThat(told.getLong(of + "oldest_unposted_at")).isEqualTo(subject.admittedAt() / 1_000);
        Instant later = clock.instant().plus(Duration.ofMinutes(3));
        clock.moveTo(later);
        stage.ship(edge, done(subject, 10));
        await().until(() ->
                JsonPath.from(inner().get("/internal/v1/edges").asString()).getLong(of + "seen_at")
                        >= later.getEpochSecond());
        JsonPath after = JsonPath.from(inner().get("/internal/v1/edges").asString());
        assertThat(after.getLong(of + "in_flight")).isZero();
        assertThat(after.<Object>get(of + "oldest_unposted_at")).isNull();
        assertThat(after.getLong(of + "orphaned")).isEqualTo(1);
    }

    @Test
    void whatIsNoRangeOfDaysIsRefused() {
        for (String range : List.of("from=x", "from=2026-07-02&to=2026-07-01", "from=2025-01-01&to=2026-07-01")) {
            String param = inner().get("/internal/v1/overview?" + range)
                    .then()
                    .statusCode(400)
                    .extract()
                    .path("error.param");
            assertThat(param).isEqualTo("from");
        }
    }

    private static JsonPath overview() {
        return inner().get("/internal/v1/overview")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, Long> alerts() {
        Map<String, Long> counts = new TreeMap<>();
        List<Map<String, Object>> all = overview().getList("alerts");
        all.forEach(one -> counts.put((String) one.get("kind"), Long.parseLong(String.valueOf(one.get("count")))));
        assertThat(counts).hasSize(7);
        return counts;
    }

    private static Map<String, Long> grown(Map<String, Long> before) {
        Map<String, Long> grown = alerts();
        grown.replaceAll((kind, count) -> count - before.getOrDefault(kind, 0L));
        grown.values().removeIf(count -> count == 0);
        return grown;
    }

    public static final class OwnDatabase implements QuarkusTestProfile {}
}
