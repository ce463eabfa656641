package dev.tollgate.billing.limit;

import static dev.tollgate.billing.TestBooks.execute;
import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.newAccount;
import static dev.tollgate.billing.TestBooks.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class SpendLimitsServiceTest {
    private static final String PATH = "/internal/v1/spend-limits";
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @Inject
    Pool pool;

    @Test
    void aLimitIsMadeShownAndListed() {
        String account = newAccount();
        Response made = create(account, "day");
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.jsonPath().getString("amount")).isEqualTo("1000");
        assertThat(made.jsonPath().getString("spent")).isEqualTo("0");
        LocalDate tomorrow = LocalDate.now(TOKYO).plusDays(1);
        assertThat(made.jsonPath().getLong("period_ends_at"))
                .isEqualTo(tomorrow.atStartOfDay(TOKYO).toEpochSecond());
        String id = made.jsonPath().getString("id");
        assertThat(inner().get(PATH + "/" + id).jsonPath().getMap(""))
                .isEqualTo(made.jsonPath().getMap(""));

        Response total = create(account, "total");
        assertThat(total.jsonPath().getString("period_ends_at")).isNull();
        Response list = inner().get(PATH + "?account_id=" + account);
        assertThat(list.jsonPath().getList("data.id"))
                .containsExactly(total.jsonPath().getString("id"), id);
        Response second = inner().get(PATH + "?limit=1&account_id=" + account + "&after="
                + total.jsonPath().getString("id"));
        assertThat(second.jsonPath().getList("data.id")).containsExactly(id);
        assertThat(second.jsonPath().getBoolean("has_more")).isFalse();
    }

    @Test
    void limitsAreFoundByIdOrByAPartOfTheName() {
        String account = newAccount();
        String team = named(account, "Team A");
        String other = named(account, "other");
        String list = PATH + "?account_id=" + account + "&search=";
        assertThat(found(list + "tEAM")).containsExactly(team);
        assertThat(found(list + other)).containsExactly(other);
        assertThat(found(list + "t_am")).isEmpty();
        assertThat(found(list)).containsExactly(other, team);
        assertThat(found(list + "e&limit=1&after=" + other)).containsExactly(team);
        assertThat(found(list + "e&limit=1&before=" + team)).containsExactly(other);
        assertThat(inner().get(list + "x".repeat(101)).jsonPath().getString("error.param"))
                .isEqualTo("search");
    }

    private static String named(String account, String name) {
        return inner().body(Map.of("account_id", account, "amount", "10", "period", "day", "name", name))
                .post(PATH)
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static List<String> found(String list) {
        return inner().get(list).then().statusCode(200).extract().jsonPath().getList("data.id");
    }

    @Test
    void showsWhatThePresentPeriodHasSpentAndHolds() {
        String id = create(newAccount(), "month").jsonPath().getString("id");
        long start = LocalDate.now(TOKYO).withDayOfMonth(1).atStartOfDay(TOKYO).toEpochSecond();
        execute(
                pool,
                "INSERT INTO spend_period (limit_id, starts_at, spent, held) VALUES ('%s', to_timestamp(%d), 3, 4),"
                                .formatted(id, start)
                        + " ('%s', to_timestamp(%d), 9, 9)".formatted(id, start - 86_400 * 31));
        Response view = inner().get(PATH + "/" + id);
        assertThat(view.jsonPath().getString("spent")).isEqualTo("3");
        assertThat(view.jsonPath().getString("held")).isEqualTo("4");
    }

    @Test
    void loweringALimitPublishesARecall() {
        String account = newAccount();
        String id = create(account, "week").jsonPath().getString("id");
        long before = number(pool, "SELECT value FROM revision");
        Response raised = inner().body(Map.of("amount", "2000")).patch(PATH + "/" + id);
        assertThat(raised.jsonPath().getString("amount")).isEqualTo("2000");
        assertThat(inner().get("/internal/v1/changes?since=" + before).statusCode())
                .isEqualTo(204);

        Response lowered = inner().body(Map.of("amount", "1")).patch(PATH + "/" + id);
        assertThat(lowered.jsonPath().getString("amount")).isEqualTo("1");
        Response feed = inner().get("/internal/v1/changes?since=" + before);
        assertThat(feed.jsonPath().getList("changes.kind")).containsExactly("RECALL");
        assertThat(feed.jsonPath().getList("changes.id")).containsExactly(account);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        Map<String, String> good = Map.of("account_id", "a", "amount", "1", "period", "day", "time_zone", "UTC");
        for (String field : good.keySet()) {
            Map<String, String> bad = new HashMap<>(good);
            bad.put(field, field.equals("account_id") ? " " : "never");
            Response refused = inner().body(bad).post(PATH);
            assertThat(refused.statusCode()).as(field).isEqualTo(400);
            assertThat(refused.jsonPath().getString("error.param")).isEqualTo(field);
        }
        assertThat(inner().get(PATH + "/sl_none").statusCode()).isEqualTo(404);
        assertThat(inner().body(Map.of("amount", "1")).patch(PATH + "/sl_none").statusCode())
                .isEqualTo(404);
    }

    private static Response create(String account, String period) {
        return inner().body(
                        Map.of("account_id", account, "amount", "1000", "period", period, "time_zone", TOKYO.getId()))
                .post(PATH);
    }
}
