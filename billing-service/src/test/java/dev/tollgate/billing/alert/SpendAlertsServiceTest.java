package dev.tollgate.billing.alert;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.need;
import static dev.tollgate.billing.TestBooks.audit;
import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.told;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.billing.Stage;
import dev.tollgate.billing.TestClock;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Its own database, in which nothing is delivered but when a test says so.
@QuarkusTest
@TestProfile(SpendAlertsServiceTest.ByHand.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class SpendAlertsServiceTest {
    private static final String LIMITS = "/internal/v1/spend-limits";
    private static final String TARGETS = "/internal/v1/alert-targets";

    @Inject
    Pool pool;

    @Inject
    TestClock clock;

    @Inject
    Delivery delivery;

    private Stage stage;
    private Receiver receiver;
    private String account;
    private Stage.Edge edge;

    @BeforeEach
    void setTheStage() throws IOException {
        stage = new Stage(pool);
        receiver = new Receiver();
        account = stage.account(1_000_000 * TOKEN);
        edge = stage.edge();
    }

    @AfterEach
    void endIt() {
        receiver.close();
        clock.reset();
        stage.verify(account);
    }

    @Test
    void eachThresholdIsToldOnceAndSigned() {
        JsonPath target = target();
        String limit = limit("day", 1000, Map.of("name", "team a"));
        spend(limit, 499);
        deliver();
        assertThat(receiver.told()).isEmpty();
        spend(limit, 1);
        deliver();
        deliver();
        assertThat(receiver.thresholds()).containsExactly(50);
        spend(limit, 299);
        spend(limit, 1);
        deliver();
        assertThat(receiver.thresholds()).containsExactly(50, 80);
        spend(limit, 200);
        deliver();
        assertThat(receiver.thresholds()).containsExactly(50, 80, 100);

        Receiver.Told last = receiver.told().getLast();
        assertThat(last.target()).isEqualTo("/hook?tenant=1");
        assertThat(last.json().path("account_id").asText()).isEqualTo(account);
        assertThat(last.json().path("limit").path("id").asText()).isEqualTo(limit);
        assertThat(last.json().path("limit").path("name").asText()).isEqualTo("team a");
        assertThat(last.json().path("spent").asText()).isEqualTo(Long.toString(1000 * TOKEN));
        assertThat(last.json().path("amount").asText()).isEqualTo(Long.toString(1000 * TOKEN));
        assertThat(last.eventId()).isEqualTo(last.json().path("id").asText());
        long time = Long.parseLong(last.signature().replaceAll("t=([0-9]+),.*", "$1"));
        assertThat(last.signature()).isEqualTo(Signature.of(target.getString("secret"), time, last.body()));
        assertThat(Instant.ofEpochSecond(time)).isAfter(Instant.now().minusSeconds(120));

        JsonPath shown =
                inner().get("/internal/v1/spend-alerts?account_id=" + account).jsonPath();
        assertThat(shown.getList("data.threshold")).containsExactly(100, 80, 50);
        assertThat(shown.getList("data.delivered")).containsExactly(1, 1, 1);
        JsonPath older = inner().get("/internal/v1/spend-alerts?limit=1&account_id=" + account + "&after="
                        + shown.getString("data[1].id"))
                .jsonPath();
        assertThat(older.getList("data.threshold")).containsExactly(50);
    }

    @Test
    void chargesAtOnceTellEachThresholdOnce() {
        target();
        String limit = limit("month", 1000, Map.of());
        List<Stage.Edge> edges =
                IntStream.range(0, 10).mapToObj(_ -> stage.edge()).toList();
        edges.forEach(each -> stage.ask(each, account, List.of(limit), 0, need(100 * TOKEN)));
        edges.parallelStream().forEach(each -> {
            for (int i = 0; i < 10; i++) {
                stage.ship(each, done(stage.subject(account, List.of(limit), 100 * TOKEN), 10));
            }
        });
        IntStream.range(0, 8).parallel().forEach(_ -> deliver());
        assertThat(receiver.thresholds()).containsExactlyInAnyOrder(50, 80, 100);
    }

    @Test
    void aLimitThatRefusesARequestIsReached() {
        target();
        String limit = limit("day", 100, Map.of());
        spend(limit, 90);
        deliver();
        // What one round delivers goes side by side.
        assertThat(receiver.thresholds()).containsExactlyInAnyOrder(50, 80);
        for (int i = 0; i < 3; i++) {
            var refused = stage.ask(stage.edge(), account, List.of(limit), 0, need(20 * TOKEN));
            assertThat(requireNonNull(refused.refusal()).reason()).isEqualTo(RefusalReason.SPEND_LIMIT_REACHED);
        }
        deliver();
        assertThat(receiver.thresholds()).hasSize(3).endsWith(100);
        assertThat(receiver.told().getLast().json().path("refused").asBoolean()).isTrue();
        assertThat(receiver.told().getLast().json().path("spent").asText()).isEqualTo(Long.toString(90 * TOKEN));
    }

    @Test
    void whatOthersHoldIsNotReached() {
        target();
        String limit = limit("day", 100, Map.of());
        stage.ask(edge, account, List.of(limit), 0, need(90 * TOKEN));
        var refused = stage.ask(stage.edge(), account, List.of(limit), 0, need(20 * TOKEN));
        assertThat(requireNonNull(refused.refusal()).heldByOthers()).isTrue();
        deliver();
        assertThat(receiver.told()).isEmpty();
    }

    @Test
    void aBudgetTellsAndNeverRefuses() {
        target();
        String budget = limit("week", 100, Map.of("budget", true, "alert_at", List.of(90, 10)));
        JsonPath view = inner().get(LIMITS + "/" + budget).jsonPath();
        assertThat(view.getBoolean("budget")).isTrue();
        assertThat(view.getString("amount")).isEqualTo(Long.toString(100 * TOKEN));
        spend(budget, 5000);
        deliver();
        assertThat(receiver.thresholds()).containsExactlyInAnyOrder(10, 90);
        assertThat(receiver.told()
                        .getFirst()
                        .json()
                        .path("limit")
                        .path("budget")
                        .asBoolean())
                .isTrue();

        Response nothing = inner().body(Map.of("amount", "0")).patch(LIMITS + "/" + budget);
        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(nothing.jsonPath().getString("error.param")).isEqualTo("amount");

        // It becomes a limit, and a budget again.
        inner().body(Map.of("budget", false))
                .patch(LIMITS + "/" + budget)
                .then()
                .statusCode(200);
        var refused = stage.ask(stage.edge(), account, List.of(budget), 0, need(TOKEN));
        assertThat(requireNonNull(refused.refusal()).reason()).isEqualTo(RefusalReason.SPEND_LIMIT_REACHED);
        inner().body(Map.of("budget", true)).patch(LIMITS + "/" + budget).then().statusCode(200);
        assertThat(stage.ask(stage.edge(), account, List.of(budget), 0, need(TOKEN))
                        .refusal())
                .isNull();
    }

    @Test
    void aLoweredAmountMayBeReachedAlready() {
        target();
        String limit = limit("total", 1000, Map.of());
        spend(limit, 300);
        deliver();
        assertThat(receiver.told()).isEmpty();
        inner().body(Map.of("amount", Long.toString(500 * TOKEN)))
                .patch(LIMITS + "/" + limit)
                .then()
                .statusCode(200);
        deliver();
        assertThat(receiver.thresholds()).containsExactly(50);
    }

    @Test
    void theNextPeriodTellsAnew() {
        target();
        String limit = limit("day", 100, Map.of());
        spend(limit, 60);
        clock.moveBy(Duration.ofDays(1));
        long tomorrow = clock.instant().toEpochMilli();
        stage.ship(edge, done(stage.subject(account, List.of(limit), 0, tomorrow), 60));
        deliver();
        assertThat(receiver.thresholds()).containsExactly(50, 50);
        assertThat(receiver.told().stream()
                        .map(told -> told.json().path("period_starts_at").asLong()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aFailedDeliveryIsTriedLaterAndLaterAndGivenUpInTheEnd() {
        target();
        String limit = limit("day", 100, Map.of());
        receiver.answer(500);
        spend(limit, 60);
        deliver();
        assertThat(receiver.told()).hasSize(1);
        assertThat(problem()).isEqualTo("it answered 500");
        List<Integer> seconds = List.of(30, 60, 120, 240);
        for (int i = 0; i < seconds.size(); i++) {
            clock.moveBy(Duration.ofSeconds(seconds.get(i) - 5));
            deliver();
            assertThat(receiver.told()).as("before %d s", seconds.get(i)).hasSize(i + 1);
            clock.moveBy(Duration.ofSeconds(6));
            deliver();
            assertThat(receiver.told()).as("after %d s", seconds.get(i)).hasSize(i + 2);
        }
        assertThat(receiver.told().stream().map(Receiver.Told::eventId).distinct())
                .hasSize(1);
        for (int i = 0; i < 20; i++) {
            clock.moveBy(Duration.ofHours(7));
            deliver();
        }
        assertThat(receiver.told()).hasSize(15);
        assertThat(stage.number(
                        "SELECT count(*) FROM alert_delivery d JOIN spend_alert a ON a.id = d.alert_id"
                                + " WHERE a.account_id = $1 AND given_up_at IS NOT NULL",
                        account))
                .isEqualTo(1);
    }

    @Test
    void aTargetThatIsBackIsToldOnce() {
        target();
        String limit = limit("day", 100, Map.of());
        receiver.answer(302);
        spend(limit, 60);
        deliver();
        receiver.answer(204);
        clock.moveBy(Duration.ofSeconds(31));
        deliver();
        clock.moveBy(Duration.ofHours(7));
        deliver();
        assertThat(receiver.told()).hasSize(2).allSatisfy(told -> assertThat(told.target())
                .startsWith("/hook"));
        assertThat(problem()).isNull();
    }

    @Test
    void anEndedTargetIsToldNothingMore() {
        JsonPath target = target();
        String limit = limit("day", 100, Map.of());
        spend(limit, 60);
        String id = target.getString("target.id");
        assertThat(inner().delete(TARGETS + "/" + id).jsonPath().getLong("ended_at"))
                .isPositive();
        inner().delete(TARGETS + "/" + id).then().statusCode(200);
        assertThat(audit("account_id=" + account).stream()
                        .filter(entry -> entry.subject().equals(id)))
                .extracting(AuditEntryView::action)
                .containsExactly("alert_target.end", "alert_target.create");
        AuditEntryView end = audit("subject=" + id).getFirst();
        assertThat(told(end.before(), "ended_at")).isNull();
        assertThat(told(end.before(), "address")).isEqualTo(receiver.url());
        assertThat(told(end.after(), "ended_at")).isNotNull();
        spend(limit, 30);
        deliver();
        assertThat(receiver.told()).isEmpty();
        assertThat(inner().get(TARGETS + "?account_id=" + account).jsonPath().getList("data.id"))
                .containsExactly(id);
    }

    @Test
    void anEndedLimitBindsAndTellsNoMore() {
        target();
        String limit = limit("day", 100, Map.of());
        JsonPath ended = inner().delete(LIMITS + "/" + limit).jsonPath();
        assertThat(ended.getLong("ended_at")).isPositive();
        assertThat(ended.getString("amount")).as("what it was").isEqualTo(Long.toString(100 * TOKEN));
        spend(limit, 500);
        deliver();
        assertThat(receiver.told()).isEmpty();
        assertThat(inner().delete(LIMITS + "/sl_none").statusCode()).isEqualTo(404);
    }

    @Test
    void aSecretIsToldOnceAndKeptSealed() {
        JsonPath target = target();
        String secret = target.getString("secret");
        assertThat(secret).startsWith("whsec_");
        String id = target.getString("target.id");
        assertThat(inner().get(TARGETS + "/" + id).asString()).doesNotContain(secret);
        String stored = stage.sql(
                        "SELECT t::text || (SELECT string_agg(e::text, ' ') FROM audit_entry e WHERE e.subject = $1)"
                                + " FROM alert_target t WHERE id = $1",
                        id)
                .iterator()
                .next()
                .getString(0);
        assertThat(stored).contains(receiver.url()).doesNotContain(secret);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        wrong(TARGETS, Map.of("account_id", account, "kind", "pigeon", "address", "x"), "kind");
        wrong(TARGETS, Map.of("account_id", account, "kind", "webhook"), "address");
        wrong(TARGETS, Map.of("account_id", account, "kind", "webhook", "address", "ftp://x/"), "address");
        wrong(TARGETS, Map.of("kind", "webhook", "address", receiver.url()), "account_id");
        Map<String, Object> good = Map.of("account_id", account, "amount", "1", "period", "day");
        wrong(LIMITS, with(good, "alert_at", List.of(0)), "alert_at");
        wrong(LIMITS, with(good, "alert_at", List.of(101)), "alert_at");
        wrong(LIMITS, with(good, "scope", "planet"), "scope");
        wrong(LIMITS, with(good, "scope", "group"), "group");
        wrong(LIMITS, with(good, "group", "vip"), "group");
        wrong(LIMITS, with(good, "scope", "user"), "user_id");
        wrong(LIMITS, with(good, "user_id", "user_1"), "user_id");
        wrong(LIMITS, with(with(good, "scope", "user"), "group", "vip"), "group");
        wrong(TARGETS, Map.of("account_id", account, "kind", "email", "address", "a@example.com"), "kind");
        wrong(LIMITS, with(with(good, "budget", true), "amount", "0"), "amount");
        wrong(LIMITS, with(good, "amount", Long.toString(Long.MAX_VALUE)), "amount");
    }

    @Test
    void aUsersLimitIsToldAsHis() {
        target();
        String limit = limit("day", 100, Map.of("scope", "user", "user_id", "user_1"));
        assertThat(inner().get(LIMITS + "/" + limit).jsonPath().getString("user_id"))
                .isEqualTo("user_1");
        Response moved = inner().body(Map.of("user_id", "user_2")).patch(LIMITS + "/" + limit);
        assertThat(moved.statusCode()).isEqualTo(400);
        assertThat(moved.jsonPath().getString("error.param")).isEqualTo("user_id");
        spend(limit, 60);
        deliver();
        assertThat(receiver.told()).hasSize(1);
        JsonNode told = receiver.told().getFirst().json().path("limit");
        assertThat(told.path("scope").asText()).isEqualTo("user");
        assertThat(told.path("user_id").asText()).isEqualTo("user_1");
    }

    /// A target that was made while it was.
    @Test
    void anAddressIsNotWrittenToWhileMailIsNotSetUp() {
        stage.sql(
                "INSERT INTO alert_target (id, account_id, kind, address, created_at)"
                        + " VALUES ($1, $2, 'email', 'a@example.com', now())",
                "at_" + account,
                account);
        spend(limit("day", 100, Map.of()), 60);
        deliver();
        assertThat(problem()).isEqualTo("mail is not set up here");
        assertThat(stage.number("SELECT count(*) FROM mail WHERE account_id = $1", account))
                .isZero();
    }

    @Test
    void whatIsDueAndNotSentIsSeenToWait() {
        target();
        target();
        List<Integer> all =
                IntStream.rangeClosed(1, 10).map(i -> i * 10).boxed().toList();
        spend(limit("total", 100, Map.of("budget", true, "alert_at", all)), 100);
        clock.moveBy(Duration.ofMinutes(10));
        // One round takes sixteen of the twenty, and of what other tests left.
        deliver();
        assertThat(waits()).isBetween(590.0, 1_200.0);
        for (int i = 0; i < 5; i++) {
            deliver();
        }
        assertThat(receiver.told()).hasSize(20);
        assertThat(waits()).isZero();
    }

    @Test
    void anAccountHasTenTargets() {
        List<Integer> statuses = IntStream.range(0, 14)
                .parallel()
                .mapToObj(_ -> addTarget().statusCode())
                .toList();
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(10);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(4);
    }

    private void spend(String limit, long tokens) {
        stage.ship(edge, done(stage.subject(account, List.of(limit), 0), tokens));
    }

    private void deliver() {
        delivery.deliver().await().atMost(Duration.ofSeconds(60));
    }

    private static double waits() {
        return inner().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("tollgate_billing_alert_wait_seconds"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String problem() {
        return stage.sql(
                        "SELECT d.problem FROM alert_delivery d JOIN spend_alert a ON a.id = d.alert_id"
                                + " WHERE a.account_id = $1",
                        account)
                .iterator()
                .next()
                .getString(0);
    }

    private JsonPath target() {
        Response made = addTarget();
        assertThat(made.statusCode()).isEqualTo(200);
        return made.jsonPath();
    }

    private Response addTarget() {
        return inner().body(Map.of("account_id", account, "kind", "webhook", "address", receiver.url()))
                .post(TARGETS);
    }

    private String limit(String period, long tokens, Map<String, ?> more) {
        Map<String, Object> command = new HashMap<>(more);
        command.put("account_id", account);
        command.put("amount", Long.toString(tokens * TOKEN));
        command.put("period", period);
        Response made = inner().body(command).post(LIMITS);
        assertThat(made.statusCode()).isEqualTo(200);
        return made.jsonPath().getString("id");
    }

    private static void wrong(String path, Map<String, ?> body, String param) {
        Response refused = inner().body(body).post(path);
        assertThat(refused.statusCode()).as("%s", body).isEqualTo(400);
        assertThat(refused.jsonPath().getString("error.param")).isEqualTo(param);
    }

    private static Map<String, Object> with(Map<String, Object> good, String field, Object value) {
        Map<String, Object> bad = new HashMap<>(good);
        bad.put(field, value);
        return bad;
    }

    public static final class ByHand implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tollgate.billing.alert.deliver-every", "off");
        }
    }
}
