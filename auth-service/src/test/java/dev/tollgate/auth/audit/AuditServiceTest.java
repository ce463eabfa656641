package dev.tollgate.auth.audit;

import static dev.tollgate.auth.AuthApi.account;
import static dev.tollgate.auth.AuthApi.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.auth.AuthApi;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
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
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every change leaves who made it, by which call; a creation sent again makes nothing.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class AuditServiceTest {
    private static final long PAST = 1_000_000_000;

    @Inject
    Pool pool;

    @Test
    void aNoteSaysWhoLookedAndWhyAndChangesNothing() {
        String account = account("looked at").id();
        String notes = InternalPaths.ACCOUNTS + "/" + account + "/notes";
        as("call-7").body("{\"kind\":\"VIEW\"}").post(notes).then().statusCode(204);
        as("call-8").body("{\"kind\":\"FREEZE\"}").post(notes).then().statusCode(400);
        as("call-9")
                .body("{\"kind\":\"FREEZE\",\"reason\":\"unpaid\"}")
                .post(notes)
                .then()
                .statusCode(204);
        as("call-10")
                .body("{\"kind\":\"VIEW\"}")
                .post(InternalPaths.ACCOUNTS + "/acct_none/notes")
                .then()
                .statusCode(404);

        List<AuditEntryView> entries = page("subject=" + account).data();
        assertThat(entries)
                .extracting(AuditEntryView::action)
                .containsExactly("account.freeze", "account.view", "account.create");
        assertThat(entries.getFirst().after()).isEqualTo("{\"reason\":\"unpaid\"}");
        assertThat(entries).allMatch(entry -> account.equals(entry.accountId()));
    }

    @Test
    void tellsWhoChangedWhatByWhichCallWithoutTheSecret() {
        String account = account("audited").id();
        CreatedKey made =
                create(account, "call-1", null).statusCode(200).extract().as(CreatedKey.class);
        String key = InternalPaths.KEYS + "/" + made.key().id();
        as("call-2").body("{\"limits\":{\"rpm\":7}}").patch(key).then().statusCode(200);
        as("call-3").body("{\"grace_seconds\":60}").post(key + "/rotate").then().statusCode(200);
        as("call-4").body("{}").post(key + "/revoke").then().statusCode(200);

        List<AuditEntryView> entries = page("subject=" + made.key().id()).data();
        assertThat(entries)
                .extracting(AuditEntryView::action)
                .containsExactly("key.revoke", "key.rotate", "key.change", "key.create");
        assertThat(entries)
                .extracting(AuditEntryView::requestId)
                .containsExactly("call-4", "call-3", "call-2", "call-1");
        assertThat(entries).allMatch(entry -> "admin:abc".equals(entry.actor()));
        assertThat(entries.get(2).detail()).contains("\"rpm\":7");
        assertThat(entries.get(2).before())
                .contains("\"id\":\"" + made.key().id())
                .doesNotContain("\"rpm\":7");
        assertThat(entries.get(2).after()).contains("\"rpm\":7");
        assertThat(entries).extracting(AuditEntryView::accountId).containsOnly(account);
        assertThat(entries.getFirst().before()).contains("ACTIVE");
        assertThat(entries.getFirst().after()).contains("REVOKED");
        assertThat(entries).noneMatch(entry -> entry.detail().contains(made.secret()));
    }

    @Test
    void pagesByIdsThatNeedNotBeItsOwn() {
        List<String> accounts =
                List.of(account("a").id(), account("b").id(), account("c").id());
        Page<AuditEntryView> first = page("limit=2");
        assertThat(first.data()).extracting(AuditEntryView::subject).containsExactly(accounts.get(2), accounts.get(1));
        assertThat(first.hasMore()).isTrue();
        Page<AuditEntryView> second = page("limit=1&after=" + first.lastId());
        assertThat(second.data().getFirst().subject()).isEqualTo(accounts.getFirst());
        assertThat(page("limit=2&before=" + second.firstId()).data()).isEqualTo(first.data());
        assertThat(page("after=" + new UUID(0, 0)).data()).isEmpty();
        call().get(InternalPaths.AUDIT + "?after=nonsense")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("after"));
    }

    /// In September 2001, where no other test has entries.
    @Test
    void choosesByWhoWhatAndWhen() {
        List<String> ids = List.of(
                stored(10, "user_a/tok_1", "key.create", "key_a", "acct_a"),
                stored(20, "user_a/tok_2", "key.change", "key_b", "acct_b"),
                stored(30, "user_ab/tok_3", "keyring.set", "key_a", "acct_a"),
                stored(40, "admin:f00", "key.create", "key_c", "acct_b"),
                stored(50, null, "key.create", "key_c", "acct_a"));
        assertThat(found("actor=user_a")).containsExactly(ids.get(1), ids.get(0));
        assertThat(found("actor=tok_3")).containsExactly(ids.get(2));
        assertThat(found("actor=user_a/tok_1")).containsExactly(ids.get(0));
        assertThat(found("actor=user_b/tok_1")).isEmpty();
        assertThat(found("actor=admin:f00")).containsExactly(ids.get(3));
        assertThat(found("action=key.create")).containsExactly(ids.get(4), ids.get(3), ids.get(0));
        assertThat(found("action=key")).containsExactly(ids.get(4), ids.get(3), ids.get(1), ids.get(0));
        assertThat(found("subject=key_a&account_id=acct_a&action=key")).containsExactly(ids.get(0));
        assertThat(page("limit=100&from=" + (PAST + 20) + "&to=" + (PAST + 40)).data())
                .extracting(AuditEntryView::id)
                .containsExactly(ids.get(2), ids.get(1));
        assertThat(found("action=key&limit=2")).containsExactly(ids.get(4), ids.get(3));
        assertThat(found("action=key&limit=2&after=" + ids.get(3))).containsExactly(ids.get(1), ids.get(0));
        assertThat(found("action=key&limit=2&before=" + ids.get(0))).containsExactly(ids.get(3), ids.get(1));
        assertThat(page("action=key&limit=2&to=" + (PAST + 45)).hasMore()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "from,yesterday",
        "to,-1",
        "from,9999999999999",
        "actor,' '",
        "action,' '",
        "subject,' '",
        "account_id,' '",
        "limit,101"
    })
    void whatCannotBeAskedIsNamed(String param, String value) {
        call().queryParam(param, value)
                .get(InternalPaths.AUDIT)
                .then()
                .statusCode(400)
                .body("error.param", equalTo(param));
    }

    private String stored(int second, @Nullable String actor, String action, String subject, String account) {
        long time = (PAST + second) * 1_000;
        UUID id = RequestId.next(time);
        pool.preparedQuery("INSERT INTO auth.audit_entry (id, at, actor, action, subject, detail, account_id)"
                        + " VALUES ($1, $2, $3, $4, $5, '{}', $6)")
                .execute(Tuple.of(
                        id, Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC), actor, action, subject, account))
                .await()
                .indefinitely();
        return id.toString();
    }

    private static List<String> found(String query) {
        return page(query + "&from=" + PAST + "&to=" + (PAST + 1_000)).data().stream()
                .map(AuditEntryView::id)
                .toList();
    }

    @Test
    void keyCreationSentAgainMakesNoSecondKeyAndNamesTheFirst() {
        String account = account("idempotent").id();
        CreatedKey made =
                create(account, "once-1", "k-1").statusCode(200).extract().as(CreatedKey.class);
        String message = create(account, "once-2", "k-1")
                .statusCode(409)
                .body("error.code", equalTo("conflict"))
                .extract()
                .path("error.message");
        assertThat(message).contains(made.key().id()).doesNotContain(made.secret());
        assertThat(keysOf(account)).containsExactly(made.key().id());
    }

    @Test
    void parallelCreationsWithOneIdempotencyKeyMakeOneKey() throws Exception {
        String account = account("parallel").id();
        Callable<Integer> send =
                () -> create(account, "parallel", "k-parallel").extract().statusCode();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            int made = 0;
            for (Future<Integer> status : threads.invokeAll(List.of(send, send, send, send, send, send))) {
                made += status.get() == 200 ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
        assertThat(keysOf(account)).hasSize(1);
    }

    @Test
    void accountCreationSentAgainAnswersWithTheAccountThatIsThere() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            ids.add(as("again")
                    .header(Headers.IDEMPOTENCY_KEY, "account-once")
                    .body("{\"name\":\"once\"}")
                    .post(InternalPaths.ACCOUNTS)
                    .then()
                    .statusCode(200)
                    .extract()
                    .as(AccountView.class)
                    .id());
        }
        assertThat(ids).hasSize(1);
        as("again")
                .header(Headers.IDEMPOTENCY_KEY, "account-once")
                .body("{\"name\":\"another\"}")
                .post(InternalPaths.ACCOUNTS)
                .then()
                .statusCode(409)
                .body("error.param", equalTo("idempotency_key"));
        assertThat(page("subject=" + ids.iterator().next()).data()).hasSize(1);
    }

    @Test
    void anIdempotencyKeyIsFreeAgainWhenTheCreationFailed() {
        create("acct_none", "failed", "k-free").statusCode(400).body("error.param", equalTo("account_id"));
        create(account("free").id(), "failed", "k-free").statusCode(200);
    }

    @Test
    void anIdempotencyKeyThatIsTooLongIsRefused() {
        create(account("long").id(), "long", "k".repeat(256))
                .statusCode(400)
                .body("error.param", equalTo("idempotency_key"));
    }

    private static RequestSpecification as(String requestId) {
        return RestAssured.given()
                .header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .header(Headers.ACTOR, "admin:abc")
                .header(Headers.REQUEST_ID, requestId)
                .contentType(ContentType.JSON);
    }

    private static ValidatableResponse create(String account, String requestId, @Nullable String idempotencyKey) {
        var request = as(requestId).body("{\"account_id\":\"" + account + "\",\"name\":\"test\"}");
        return (idempotencyKey == null ? request : request.header(Headers.IDEMPOTENCY_KEY, idempotencyKey))
                .post(InternalPaths.KEYS)
                .then();
    }

    private static Page<AuditEntryView> page(String query) {
        return AuthApi.call()
                .get(InternalPaths.AUDIT + "?" + query)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
    }

    private static List<String> keysOf(String account) {
        return call().get(InternalPaths.KEYS + "?account_id=" + account)
                .then()
                .extract()
                .path("data.id");
    }
}
