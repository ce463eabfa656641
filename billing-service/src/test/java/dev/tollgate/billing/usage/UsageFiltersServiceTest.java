package dev.tollgate.billing.usage;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.inner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Filters show what fits and nothing else, however few fit, forwards and backwards; exports and tails show the same
/// records.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class UsageFiltersServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    private Stage stage;
    private Stage.Edge edge;
    private String account;
    private List<UsageFrame.Done> records;

    @BeforeEach
    void ship() {
        stage = new Stage(pool);
        edge = stage.edge();
        account = stage.account(10_000 * CREDIT);
        records = new ArrayList<>();
        Random random = new Random(3);
        long now = System.currentTimeMillis();
        for (int i = 0; i < 120; i++) {
            records.add(record(random, now - 3_600_000 + i * 20_000L));
        }
        assertThat(stage.ship(edge, records.toArray(UsageFrame[]::new))).containsOnly(Result.POSTED);
        records.sort(Comparator.comparing(UsageFrame.Done::requestId).reversed());
    }

    @Test
    void eachFilterShowsWhatFitsForwardsAndBackwards() {
        Map<String, Predicate<UsageFrame.Done>> filters = new HashMap<>();
        filters.put("", _ -> true);
        filters.put("&outcome=completed", one -> one.outcome() == UsageFrame.Outcome.COMPLETED);
        filters.put("&outcome=failed", UsageFiltersServiceTest::failed);
        filters.put("&outcome=cancelled", one -> one.outcome() == UsageFrame.Outcome.CANCELLED);
        filters.put(
                "&outcome=interrupted",
                one -> !failed(one)
                        && one.outcome() != UsageFrame.Outcome.COMPLETED
                        && one.outcome() != UsageFrame.Outcome.CANCELLED);
        filters.put(
                "&outcome=failed&model=free",
                one -> failed(one) && one.subject().model().equals("free"));
        filters.put(
                "&outcome=failed&key_id=key_2",
                one -> failed(one) && one.subject().keyId().equals("key_2"));
        filters.put("&endpoint=embeddings", one -> one.subject().endpoint().equals("embeddings"));
        filters.put("&endpoint=none", _ -> false);
        filters.put("&charge_min=1500000", one -> one.charge() >= 1_500_000);
        filters.put("&key_ids=key_0,key_3", one -> List.of("key_0", "key_3")
                .contains(one.subject().keyId()));
        filters.put("&key_ids=key_1", one -> one.subject().keyId().equals("key_1"));
        filters.put(
                "&key_ids=key_0,key_1&model=m&charge_min=900000",
                one -> List.of("key_0", "key_1").contains(one.subject().keyId())
                        && one.subject().model().equals("m")
                        && one.charge() >= 900_000);
        filters.forEach((filter, fits) -> {
            List<String> expected = records.stream()
                    .filter(fits)
                    .map(UsageFrame.Done::requestId)
                    .toList();
            assertThat(walk(filter, "after", "last_id", "ffffffff-ffff-7fff-bfff-ffffffffffff"))
                    .as(filter)
                    .isEqualTo(expected);
            assertThat(walk(filter, "before", "first_id", "00000000-0000-7000-8000-000000000000"))
                    .as(filter + " backwards")
                    .isEqualTo(expected.reversed());
        });
    }

    @Test
    void whatIsNoFilterIsRefusedByName() {
        for (String wrong : List.of("outcome=ended", "charge_min=-1", "charge_min=much", "from=x")) {
            String param = inner().get("/internal/v1/usage?" + wrong)
                    .then()
                    .statusCode(400)
                    .extract()
                    .path("error.param");
            assertThat(param).isEqualTo(wrong.substring(0, wrong.indexOf('=')));
        }
        inner().get("/internal/v1/usage?key_ids=" + "k,".repeat(101)).then().statusCode(400);
    }

    @Test
    void anExportHasEachRecordOnceInExactNumbersAndRunsNoFormula() {
        stage.ship(edge, with(records.getFirst(), "=HYPERLINK(\"https://x.example\")"));
        JsonPath piece = inner().get("/internal/v1/usage/csv?account_id=" + account)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        List<String> lines = piece.getString("text").lines().toList();
        assertThat(lines.getFirst()).startsWith("request_id,created_at,account_id,key_id,");
        assertThat(lines).hasSize(122);
        assertThat(piece.getLong("rows")).isEqualTo(121);
        assertThat((String) piece.get("next")).isNull();
        assertThat(lines.stream().skip(1).filter(line -> line.contains("HYPERLINK")))
                .singleElement()
                .asString()
                .contains(",\"'=HYPERLINK(\"\"https://x.example\"\")\",");
        for (UsageFrame.Done record : records) {
            assertThat(lines)
                    .filteredOn(line -> line.startsWith(record.requestId() + ","))
                    .singleElement()
                    .asString()
                    .contains("," + record.charge() + ","
                            + BigDecimal.valueOf(record.charge(), 9).toPlainString() + ",");
        }
        String failed = inner().get("/internal/v1/usage/csv?outcome=failed&account_id=" + account)
                .path("text");
        assertThat(failed.lines().count() - 1)
                .isEqualTo(
                        records.stream().filter(UsageFiltersServiceTest::failed).count());
    }

    @Test
    void aTailHasWhatWasPostedSinceHoweverLongAgoItWasAdmitted() {
        String tail = "/internal/v1/usage/tail?account_id=" + account;
        long now = inner().get(tail).then().statusCode(200).extract().jsonPath().getLong("now");
        assertThat(inner().get(tail).jsonPath().getList("records")).isEmpty();
        UsageFrame.Done late = record(new Random(9), System.currentTimeMillis() - 7_200_000);
        stage.ship(edge, late);
        JsonPath told = inner().get(tail + "&since=" + (now + 1)).jsonPath();
        assertThat(told.getList("records.record.id")).contains(late.requestId());
        assertThat(told.getBoolean("more")).isFalse();
        assertThat(inner().get(tail + "&since=" + (System.currentTimeMillis() + 60_000))
                        .jsonPath()
                        .getList("records"))
                .isEmpty();
        inner().get("/internal/v1/usage/tail").then().statusCode(400);
    }

    private List<String> walk(String filter, String cursor, String next, String first) {
        List<String> seen = new ArrayList<>();
        String asked = first;
        for (boolean more = true; more; ) {
            JsonPath page = inner().get(
                            "/internal/v1/usage?limit=4&account_id=" + account + filter + "&" + cursor + "=" + asked)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            List<String> ids = page.getList("data.id");
            seen.addAll(cursor.equals("before") ? ids.reversed() : ids);
            more = page.getBoolean("has_more");
            asked = page.getString(next);
        }
        return seen;
    }

    private static boolean failed(UsageFrame.Done one) {
        return one.outcome() == UsageFrame.Outcome.REFUSED || one.outcome() == UsageFrame.Outcome.UPSTREAM_FAILED;
    }

    private UsageFrame.Done record(Random random, long at) {
        UsageFrame.Subject made = stage.subject(account, List.of(), 0, at);
        UsageFrame.Outcome[] outcomes = UsageFrame.Outcome.values();
        String model = random.nextInt(4) == 0 ? "free" : "m";
        long tokens = 2L + random.nextInt(2_000);
        UsageFrame.Subject subject = new UsageFrame.Subject(
                made.requestId(),
                null,
                account,
                "key_" + random.nextInt(4),
                List.of(),
                "g",
                model,
                random.nextInt(9) == 0 ? "embeddings" : made.endpoint(),
                true,
                at,
                made.priceVersion(),
                0);
        UsageFrame.Done done = Stage.done(
                subject, tokens, random.nextInt(3) > 0 ? outcomes[0] : outcomes[random.nextInt(outcomes.length)]);
        return model.equals("free") ? charged(done, subject, 0) : charged(done, subject, tokens * TOKEN);
    }

    private UsageFrame.Done with(UsageFrame.Done like, String endpoint) {
        UsageFrame.Subject made = stage.subject(account, List.of(), 0);
        UsageFrame.Subject subject = new UsageFrame.Subject(
                made.requestId(),
                null,
                account,
                "key_0",
                List.of(),
                "g",
                "free",
                endpoint,
                true,
                made.admittedAt(),
                made.priceVersion(),
                0);
        return charged(like, subject, 0);
    }

    private static UsageFrame.Done charged(UsageFrame.Done done, UsageFrame.Subject subject, long charge) {
        return new UsageFrame.Done(
                1,
                subject,
                done.quantities(),
                Map.of(),
                charge,
                done.incurred(),
                null,
                done.outcome(),
                false,
                200,
                "demo",
                "demo-1",
                "m",
                List.of(),
                5L,
                80);
    }
}
