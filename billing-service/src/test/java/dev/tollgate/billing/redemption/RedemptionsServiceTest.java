package dev.tollgate.billing.redemption;

import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.newAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.TestClock;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class RedemptionsServiceTest {
    private static final String BATCHES = "/internal/v1/redemption-batches";
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    @Inject
    TestClock clock;

    private Stage stage;

    @BeforeEach
    void setTheStage() {
        stage = new Stage(pool);
    }

    @AfterEach
    void resetTheClock() {
        clock.reset();
    }

    @Test
    void aCodeGivesItsCreditOnceHoweverOftenItIsSent() {
        String account = newAccount();
        JsonPath made = batch(Map.of("credit_days", 30));
        String code = made.getString("codes[0]");

        Response first = redeem(account, code);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.jsonPath().getString("amount")).isEqualTo(Long.toString(CREDIT));
        long redeemed = first.jsonPath().getLong("redeemed_at");
        assertThat(first.jsonPath().getLong("expires_at")).isEqualTo(redeemed + 30 * 86_400);
        // Typed by hand, later, and after the batch has ended: the same answer.
        inner().post(BATCHES + "/" + made.getString("batch.id") + "/disable")
                .then()
                .statusCode(200);
        clock.moveBy(Duration.ofHours(2));
        Response again = redeem(account, code.toLowerCase(Locale.ROOT).replace("-", ""));
        assertThat(again.jsonPath().getMap("")).isEqualTo(first.jsonPath().getMap(""));

        assertThat(stage.balance(account)).isEqualTo(CREDIT);
        stage.verify(account);
        Response entries = inner().get("/internal/v1/ledger/" + account + "/entries");
        assertThat(entries.jsonPath().getList("data.kind")).containsExactly("gift");
        assertThat(entries.jsonPath().getString("data[0].reference")).startsWith(account + "/code/rc_");
    }

    @Test
    void whatACodeGaveExpiresAsAGift() {
        String account = newAccount();
        redeem(account, batch(Map.of("credit_days", 7)).getString("codes[0]"));
        assertThat(stage.number(
                        "SELECT count(*) FROM credit_lot WHERE account_id = $1 AND kind = 'gift' AND remaining = $2"
                                + " AND expires_at BETWEEN now() + interval '6 days' AND now() + interval '8 days'",
                        account,
                        CREDIT))
                .isEqualTo(1);
    }

    @Test
    void oneAccountAtOnceFromTwentySidesIsGivenOnce() {
        String account = newAccount();
        String code = batch(Map.of("max_uses", 5)).getString("codes[0]");
        List<Response> answers = IntStream.range(0, 20)
                .parallel()
                .mapToObj(_ -> redeem(account, code))
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(stage.balance(account)).isEqualTo(CREDIT);
        assertThat(uses(code)).isEqualTo(1);
        stage.verify(account);
    }

    @Test
    void twentyAccountsAtOnceUseACodeAsOftenAsItMayBeUsed() {
        String code = batch(Map.of("max_uses", 5)).getString("codes[0]");
        List<String> accounts =
                IntStream.range(0, 20).mapToObj(_ -> newAccount()).toList();
        Map<String, Integer> statuses = new HashMap<>();
        accounts.parallelStream().forEach(account -> {
            int status = redeem(account, code).statusCode();
            synchronized (statuses) {
                statuses.put(account, status);
            }
        });
        assertThat(statuses.values().stream().filter(status -> status == 200)).hasSize(5);
        assertThat(statuses.values().stream().filter(status -> status == 409)).hasSize(15);
        assertThat(uses(code)).isEqualTo(5);
        statuses.forEach((account, status) -> {
            assertThat(stage.number("SELECT coalesce(sum(balance), 0)::bigint FROM account WHERE id = $1", account))
                    .isEqualTo(status == 200 ? CREDIT : 0);
        });
    }

    @Test
    void theDatabaseItselfCountsUses() {
        String account = newAccount();
        String code = batch(Map.of()).getString("codes[0]");
        redeem(account, code);
        String row = "UPDATE redemption_code SET uses = %s WHERE hash = '"
                + Code.of(code).hash() + "'";
        assertThatThrownBy(() -> stage.sql(row.formatted("uses + 1"))).hasMessageContaining("uses_within_maximum");
        assertThatThrownBy(() -> stage.sql(row.formatted("0"))).hasMessageContaining("not its redemptions");
        assertThatThrownBy(() -> stage.sql("DELETE FROM redemption WHERE account_id = $1", account))
                .hasMessageContaining("append only");
    }

    @Test
    void aCodeIsRefusedAfterItsTimeOrItsBatchsEndOrItsLastUse() {
        Instant end = Instant.now().plus(Duration.ofDays(1));
        String timed = batch(Map.of("expires_at", end.getEpochSecond())).getString("codes[0]");
        clock.moveTo(end);
        refused(redeem(newAccount(), timed), 409, "expired");
        clock.reset();

        JsonPath ended = batch(Map.of());
        inner().post(BATCHES + "/" + ended.getString("batch.id") + "/disable");
        refused(redeem(newAccount(), ended.getString("codes[0]")), 409, "not valid any more");

        String used = batch(Map.of()).getString("codes[0]");
        redeem(newAccount(), used);
        refused(redeem(newAccount(), used), 409, "has been used");

        refused(redeem(newAccount(), "0".repeat(26)), 404, "no such redemption code");
        refused(redeem(newAccount(), "guess"), 400, "26 letters and digits");
    }

    @Test
    void anAccountHasTwentyTriesAnHour() {
        String account = newAccount();
        String code = batch(Map.of()).getString("codes[0]");
        double unknown = counted("unknown");
        double limited = counted("limited");
        double given = counted("given");
        double repeated = counted("repeated");
        List<Integer> statuses = IntStream.range(0, 30)
                .parallel()
                .mapToObj(i -> redeem(account, "%026d".formatted(i)).statusCode())
                .toList();
        assertThat(statuses.stream().filter(status -> status == 404)).hasSize(20);
        assertThat(statuses.stream().filter(status -> status == 429)).hasSize(10);
        assertThat(redeem(account, code).statusCode()).isEqualTo(429);
        assertThat(redeem(newAccount(), "0".repeat(26)).statusCode()).isEqualTo(404);
        assertThat(counted("unknown") - unknown).isEqualTo(21);
        assertThat(counted("limited") - limited).isEqualTo(11);
        clock.moveBy(Duration.ofMinutes(61));
        assertThat(redeem(account, code).statusCode()).isEqualTo(200);
        assertThat(redeem(account, code).statusCode()).isEqualTo(200);
        assertThat(counted("given") - given).isEqualTo(1);
        assertThat(counted("repeated") - repeated).isEqualTo(1);
    }

    private static double counted(String result) {
        return inner().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("tollgate_billing_redemptions_total{result=\"" + result + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void codesAreToldOnceAndKeptAsHashes() {
        JsonPath made = batch(Map.of("codes", 3, "idempotency_key", "k-" + UUID.randomUUID()));
        List<String> codes = made.getList("codes");
        assertThat(codes).hasSize(3).doesNotHaveDuplicates();
        String id = made.getString("batch.id");
        String rows = stage.sql(
                        "SELECT string_agg(c::text, ' ') || (SELECT string_agg(e::text, ' ') FROM audit_entry e"
                                + " WHERE e.subject = $1) FROM redemption_code c WHERE c.batch_id = $1",
                        id)
                .iterator()
                .next()
                .getString(0);
        for (String code : codes) {
            assertThat(rows)
                    .contains(Code.of(code).hash())
                    .doesNotContain(code)
                    .doesNotContain(Code.of(code).plain());
        }
        JsonPath shown = inner().get(BATCHES + "/" + id + "/codes").jsonPath();
        assertThat(shown.getList("data.hint", String.class))
                .containsExactlyInAnyOrderElementsOf(
                        codes.stream().map(code -> Code.of(code).hint()).toList());
        assertThat(inner().get(BATCHES + "/" + id).asString()).doesNotContain(codes.getFirst());
        assertThat(stage.number(
                        "SELECT count(*) FROM audit_entry WHERE subject = $1 AND action = 'redemption_batch.create'",
                        id))
                .isEqualTo(1);
    }

    @Test
    void aBatchIsMadeOncePerIdempotencyKey() {
        String key = "key-" + UUID.randomUUID();
        List<Response> answers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(_ -> make(Map.of("idempotency_key", key)))
                .toList();
        List<Response> made =
                answers.stream().filter(answer -> answer.statusCode() == 200).toList();
        assertThat(made).hasSize(1);
        String id = made.getFirst().jsonPath().getString("batch.id");
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 409))
                .hasSize(7)
                .allSatisfy(answer ->
                        assertThat(answer.jsonPath().getString("error.message")).contains(id));
        assertThat(stage.number("SELECT count(*) FROM redemption_code WHERE batch_id = $1", id))
                .isEqualTo(1);
    }

    @Test
    void batchesAndCodesArePaged() {
        JsonPath older = batch(Map.of("codes", 2));
        JsonPath newer = batch(Map.of());
        String id = older.getString("batch.id");
        redeem(newAccount(), older.getString("codes[0]"));
        JsonPath page = inner().get(BATCHES + "?limit=1&after=" + newer.getString("batch.id"))
                .jsonPath();
        assertThat(page.getList("data.id")).containsExactly(id);
        assertThat(page.getLong("data[0].uses")).isEqualTo(1);
        assertThat(inner().get(BATCHES + "?limit=1&before=" + id).jsonPath().getList("data.id"))
                .containsExactly(newer.getString("batch.id"));

        JsonPath codes = inner().get(BATCHES + "/" + id + "/codes?limit=1").jsonPath();
        assertThat(codes.getBoolean("has_more")).isTrue();
        JsonPath rest = inner().get(BATCHES + "/" + id + "/codes?after=" + codes.getString("last_id"))
                .jsonPath();
        assertThat(rest.getList("data.id")).hasSize(1).doesNotContain(codes.getString("last_id"));
        assertThat(inner().get(BATCHES + "/rb_none/codes").statusCode()).isEqualTo(404);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        Map<String, Object> wrong =
                Map.of("name", " ", "amount", "0", "codes", 1001, "max_uses", 0, "expires_at", 1, "credit_days", 0);
        wrong.forEach((field, value) -> {
            Response answer = make(Map.of(field, value));
            assertThat(answer.statusCode()).as(field).isEqualTo(400);
            assertThat(answer.jsonPath().getString("error.param")).isEqualTo(field);
        });
    }

    private static void refused(Response answer, int status, String message) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.jsonPath().getString("error.message")).contains(message);
        assertThat(answer.jsonPath().getString("error.param")).isEqualTo("code");
    }

    private long uses(String code) {
        return stage.number(
                "SELECT uses FROM redemption_code WHERE hash = $1",
                Code.of(code).hash());
    }

    private static Response redeem(String account, String code) {
        return inner().body(Map.of("code", code)).post("/internal/v1/credit/" + account + "/redemptions");
    }

    private static JsonPath batch(Map<String, ?> more) {
        Response made = make(more);
        assertThat(made.statusCode()).isEqualTo(200);
        return made.jsonPath();
    }

    private static Response make(Map<String, ?> more) {
        Map<String, Object> command = new HashMap<>();
        command.put("name", "spring");
        command.put("amount", Long.toString(CREDIT));
        command.put("codes", 1);
        command.putAll(more);
        return inner().body(command).post(BATCHES);
    }
}
