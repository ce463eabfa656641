package dev.tollgate.billing.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.TestBooks;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.contract.page.Page;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TestSecrets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.common.mapper.TypeRef;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every change of money by management leaves who made it, by which call, in the change's own transaction.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class AuditServiceTest {
    private static final long PAST = 1_000_000_000;

    @Inject
    Pool pool;

    @Test
    void tellsWhoChangedWhatByWhichCall() {
        String account = "acct_" + UUID.randomUUID();
        String credit = "/internal/v1/credit/" + account;
        as("call-1")
                .body("{\"amount\":\"5\",\"reason\":\"welcome\",\"idempotency_key\":\"k\"}")
                .post(credit + "/gifts")
                .then()
                .statusCode(200);
        as("call-2")
                .body("{\"overdraft\":\"7\"}")
                .put(credit + "/overdraft")
                .then()
                .statusCode(200);
        as("call-3").body("{\"frozen\":true}").put(credit + "/frozen").then().statusCode(200);

        List<AuditEntryView> entries = page("subject=" + account).data();
        assertThat(entries)
                .extracting(AuditEntryView::before, AuditEntryView::after)
                .containsExactly(
                        tuple("{\"frozen\":false}", "{\"frozen\":true}"),
                        tuple("{\"overdraft\":\"0\"}", "{\"overdraft\":\"7\"}"),
                        tuple(null, entries.getLast().detail()));
        assertThat(page("account_id=" + account).data()).isEqualTo(entries);
        assertThat(entries)
                .extracting(AuditEntryView::action)
                .containsExactly("credit.freeze", "overdraft.set", "gift.create");
        assertThat(entries).extracting(AuditEntryView::requestId).containsExactly("call-3", "call-2", "call-1");
        assertThat(entries).allMatch(entry -> "admin:abc".equals(entry.actor()));
        assertThat(entries.getLast().detail()).contains("welcome", "\"amount\":5");
        assertThatThrownBy(() -> pool.query("DELETE FROM audit_entry").executeAndAwait())
                .hasMessageContaining("append only");
    }

    @Test
    void whatChangedNothingOrWasRefusedLeavesNoEntry() {
        String account = "acct_" + UUID.randomUUID();
        String gifts = "/internal/v1/credit/" + account + "/gifts";
        for (int i = 0; i < 3; i++) {
            as("again")
                    .body("{\"amount\":\"5\",\"idempotency_key\":\"k\"}")
                    .post(gifts)
                    .then()
                    .statusCode(200)
                    .body("balance", equalTo("5"));
        }
        as("other")
                .body("{\"amount\":\"6\",\"idempotency_key\":\"k\"}")
                .post(gifts)
                .then()
                .statusCode(409);
        as("bad").body("{\"amount\":\"-1\"}").post(gifts).then().statusCode(400);
        assertThat(page("subject=" + account).data()).hasSize(1);
    }

    @Test
    void limitsAndReleasedEdgesAreNoted() {
        Stage stage = new Stage(pool);
        String account = stage.account(100);
        String limit = as("limit")
                .body(Map.of("account_id", account, "amount", "10", "period", "day"))
                .post("/internal/v1/spend-limits")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        as("lower")
                .body("{\"amount\":\"3\"}")
                .patch("/internal/v1/spend-limits/" + limit)
                .then()
                .statusCode(200);
        assertThat(page("subject=" + limit).data())
                .extracting(AuditEntryView::action, AuditEntryView::requestId)
                .containsExactly(tuple("spend_limit.change", "lower"), tuple("spend_limit.create", "limit"));
        AuditEntryView lowered = page("subject=" + limit).data().getFirst();
        assertThat(lowered.before()).contains("\"amount\":\"10\"", "\"period\":\"day\"");
        assertThat(lowered.after()).contains("\"amount\":\"3\"", "\"period\":\"day\"");
        assertThat(lowered.accountId()).isEqualTo(account);
        String edge = stage.edge().id();
        as("release").post("/internal/v1/edges/" + edge + "/release").then().statusCode(200);
        assertThat(page("subject=" + edge).data())
                .extracting(AuditEntryView::action)
                .containsExactly("edge.release");
    }

    @Test
    void timeZonesAreNotedWithTheOneBefore() {
        String account = TestBooks.newAccount();
        for (String zone : List.of("Europe/Berlin", "Asia/Tokyo")) {
            as("zone")
                    .body(Map.of("time_zone", zone))
                    .put("/internal/v1/statements/" + account + "/time-zone")
                    .then()
                    .statusCode(200);
        }
        assertThat(page("account_id=" + account).data())
                .extracting(AuditEntryView::action, AuditEntryView::before, AuditEntryView::after)
                .containsExactly(
                        tuple("time_zone.set", "{\"time_zone\":\"Europe/Berlin\"}", "{\"time_zone\":\"Asia/Tokyo\"}"),
                        tuple("time_zone.set", "{\"time_zone\":\"UTC\"}", "{\"time_zone\":\"Europe/Berlin\"}"));
    }

    @Test
    void aBatchOfCodesIsNotedOnceAsItIsDisabled() {
        String batches = "/internal/v1/redemption-batches";
        String batch = as("make")
                .body(Map.of("name", "spring", "amount", "5", "codes", 2, "idempotency_key", TestBooks.newAccount()))
                .post(batches)
                .then()
                .statusCode(200)
                .extract()
                .path("batch.id");
        for (String call : List.of("disable", "again")) {
            as(call).post(batches + "/" + batch + "/disable").then().statusCode(200);
        }
        List<AuditEntryView> entries = page("subject=" + batch).data();
        assertThat(entries)
                .extracting(AuditEntryView::action, AuditEntryView::requestId)
                .containsExactly(
                        tuple("redemption_batch.disable", "disable"), tuple("redemption_batch.create", "make"));
        AuditEntryView disabled = entries.getFirst();
        assertThat(TestBooks.told(disabled.before(), "name")).isEqualTo("spring");
        assertThat(TestBooks.told(disabled.before(), "disabled_at")).isNull();
        assertThat(TestBooks.told(disabled.after(), "disabled_at")).isInstanceOf(Integer.class);
        as("none").post(batches + "/rb_none/disable").then().statusCode(404);
        assertThat(page("subject=rb_none").data()).isEmpty();
    }

    @Test
    void pagesByIdsThatNeedNotBeItsOwn() {
        Stage stage = new Stage(pool);
        List<String> accounts = List.of(stage.account(1), stage.account(1), stage.account(1));
        Page<AuditEntryView> first = page("limit=2");
        assertThat(first.data()).extracting(AuditEntryView::subject).containsExactly(accounts.get(2), accounts.get(1));
        Page<AuditEntryView> second = page("limit=1&after=" + first.lastId());
        assertThat(second.data().getFirst().subject()).isEqualTo(accounts.getFirst());
        assertThat(page("limit=2&before=" + second.firstId()).data()).isEqualTo(first.data());
        assertThat(page("after=" + new UUID(0, 0)).data()).isEmpty();
        as("bad").get("/internal/v1/audit?before=x").then().statusCode(400).body("error.param", equalTo("before"));
    }

    /// In September 2001, where no other test has entries.
    @Test
    void choosesByWhoWhatAndWhen() {
        List<String> ids = List.of(
                stored(10, "user_a/tok_1", "gift.create"),
                stored(20, "user_a/tok_2", "gift.create"),
                stored(30, "user_ab/tok_3", "gift.end"),
                stored(40, null, "refund.settle"));
        assertThat(found("actor=user_a")).containsExactly(ids.get(1), ids.get(0));
        assertThat(found("actor=tok_3")).containsExactly(ids.get(2));
        assertThat(found("action=gift")).containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(found("action=gift.create&actor=user_a/tok_1")).containsExactly(ids.get(0));
        assertThat(found("action=gift&limit=1&after=" + ids.get(2))).containsExactly(ids.get(1));
        assertThat(found("action=gift&limit=1&before=" + ids.get(0))).containsExactly(ids.get(1));
        assertThat(page("from=" + (PAST + 20) + "&to=" + (PAST + 40)).data())
                .extracting(AuditEntryView::id)
                .containsExactly(ids.get(2), ids.get(1));
        as("bad").get("/internal/v1/audit?from=x").then().statusCode(400).body("error.param", equalTo("from"));
    }

    private String stored(int second, @Nullable String actor, String action) {
        UUID id = RequestId.next((PAST + second) * 1_000);
        pool.preparedQuery(
                        "INSERT INTO audit_entry (id, actor, action, subject, detail) VALUES ($1, $2, $3, 'x', '{}')")
                .execute(Tuple.of(id, actor, action))
                .await()
                .indefinitely();
        return id.toString();
    }

    private static List<String> found(String query) {
        return page(query + "&from=" + PAST + "&to=" + (PAST + 1_000)).data().stream()
                .map(AuditEntryView::id)
                .toList();
    }

    private static RequestSpecification as(String requestId) {
        return RestAssured.given()
                .header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .header(Headers.ACTOR, "admin:abc")
                .header(Headers.REQUEST_ID, requestId)
                .contentType(ContentType.JSON);
    }

    private static Page<AuditEntryView> page(String query) {
        return as("read")
                .get("/internal/v1/audit?" + query)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
    }
}
