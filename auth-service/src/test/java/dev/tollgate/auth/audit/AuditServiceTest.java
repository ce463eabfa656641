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

/// Every change leaves who made it, by which call; a creation sent again makes nothing.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class AuditServiceTest {
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
