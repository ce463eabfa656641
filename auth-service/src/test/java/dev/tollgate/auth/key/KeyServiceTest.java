package dev.tollgate.auth.key;

import static dev.tollgate.auth.AuthApi.account;
import static dev.tollgate.auth.AuthApi.call;
import static dev.tollgate.auth.AuthApi.changesSince;
import static dev.tollgate.auth.AuthApi.introspect;
import static dev.tollgate.auth.AuthApi.key;
import static dev.tollgate.auth.AuthApi.keyView;
import static dev.tollgate.auth.AuthApi.member;
import static dev.tollgate.auth.AuthApi.patch;
import static dev.tollgate.auth.AuthApi.post;
import static dev.tollgate.auth.AuthApi.revision;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.common.mapper.TypeRef;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class KeyServiceTest {
    private static final String KEYS = InternalPaths.KEYS;

    @Inject
    Pool pool;

    private String account;

    @BeforeEach
    void createAccount() {
        account = account("keys").id();
    }

    @Test
    void aKeyIsAMembersAndStaysHisWhenItIsRotated() {
        String ada = member(account);
        CreatedKey made = key(account, ",\"user_id\":\"" + ada + "\"");
        assertThat(made.key().userId()).isEqualTo(ada);
        assertThat(keyView(made.key().id()).userId()).isEqualTo(ada);
        CreatedKey next = post(KEYS + "/" + made.key().id() + "/rotate", "{\"grace_seconds\":60}")
                .statusCode(200)
                .extract()
                .as(CreatedKey.class);
        assertThat(next.key().userId()).isEqualTo(ada);
        String path = KEYS + "/" + next.key().id();
        patch(path, "{\"name\":\"renamed\"}").statusCode(200).body("user_id", equalTo(ada));
        patch(path, "{\"user_id\":\"\"}").statusCode(200).body("user_id", nullValue());
        String ben = member(account);
        patch(path, "{\"user_id\":\"" + ben + "\"}").statusCode(200).body("user_id", equalTo(ben));
        assertThat(key(account, "").key().userId()).isNull();
    }

    @Test
    void onlyAMembersKeyItCanBe() {
        String stranger = member(account("other").id());
        for (String who : List.of(stranger, "user_none")) {
            post(KEYS, "{\"account_id\":\"" + account + "\",\"name\":\"x\",\"user_id\":\"" + who + "\"}")
                    .statusCode(400)
                    .body("error.param", equalTo("user_id"));
            patch(KEYS + "/" + key(account, "").key().id(), "{\"user_id\":\"" + who + "\"}")
                    .statusCode(400)
                    .body("error.param", equalTo("user_id"));
        }
        post(KEYS, "{\"account_id\":\"" + account + "\",\"name\":\"x\",\"user_id\":\"a b\"}")
                .statusCode(400)
                .body("error.param", equalTo("user_id"));
    }

    @Test
    void showsTheSecretOnceAndIntrospectsByItsHash() {
        CreatedKey made = key(account, """
                ,"group":"vip","scopes":["inference"],"models":["gpt-4o"],"ip_allow":["10.0.0.0/8"],
                "limits":{"rpm":10,"tpm":1000},"spend_limit_ids":["limit_1"],"expires_at":4102444800""");
        assertThat(KeyFormat.isWellFormed(made.secret())).isTrue();
        assertThat(made.key().hint()).isEqualTo(KeyFormat.hint(made.secret()));
        assertThat(keyView(made.key().id())).isEqualTo(made.key());
        assertThat(introspect(made.secret()).key())
                .isEqualTo(new KeyContext(
                        made.key().id(),
                        account,
                        "vip",
                        KeyStatus.ACTIVE,
                        AccountStatus.ACTIVE,
                        4102444800L,
                        List.of("inference"),
                        List.of("gpt-4o"),
                        List.of("10.0.0.0/8"),
                        new RateLimits(10L, 1000L, null, null),
                        RateLimits.NONE,
                        List.of("limit_1")));
    }

    @Test
    void takesGroupLimitsAndStatusOfTheAccount() {
        CreatedKey made = key(account, "");
        patch(
                        InternalPaths.ACCOUNTS + "/" + account,
                        "{\"group\":\"pro\",\"status\":\"FROZEN\",\"limits\":{\"rpd\":7}}")
                .statusCode(200);
        KeyContext context = context(made);
        assertThat(context.group()).isEqualTo("pro");
        assertThat(context.accountStatus()).isEqualTo(AccountStatus.FROZEN);
        assertThat(context.accountLimits()).isEqualTo(new RateLimits(null, null, 7L, null));
        assertThat(context.models()).isNull();
    }

    @Test
    void knowsNoKeyOfAnUnknownHash() {
        assertThat(introspect("sk-unknown").key()).isNull();
        post(InternalPaths.INTROSPECT, "{\"keyHash\":\"ABC\"}").statusCode(400).body("error.param", equalTo("keyHash"));
        post(InternalPaths.INTROSPECT, "{}").statusCode(400).body("error.param", equalTo("keyHash"));
    }

    @Test
    void disablesAndEnables() {
        CreatedKey made = key(account, "");
        patch(KEYS + "/" + made.key().id(), "{\"status\":\"DISABLED\"}").statusCode(200);
        assertThat(context(made).status()).isEqualTo(KeyStatus.DISABLED);
        patch(KEYS + "/" + made.key().id(), "{\"status\":\"ACTIVE\"}").statusCode(200);
        assertThat(context(made).status()).isEqualTo(KeyStatus.ACTIVE);
    }

    @Test
    void unsetsByEmptyValuesAndLeavesWhatIsNotSaid() {
        CreatedKey made = key(account, ",\"group\":\"vip\",\"models\":[\"a\"],\"expires_at\":4102444800");
        patch(KEYS + "/" + made.key().id(), "{\"name\":\"renamed\"}").statusCode(200);
        assertThat(context(made).group()).isEqualTo("vip");
        patch(KEYS + "/" + made.key().id(), "{\"group\":\"\",\"models\":[],\"expires_at\":0}")
                .statusCode(200);
        KeyContext context = context(made);
        assertThat(context.group()).isEqualTo("default");
        assertThat(context.models()).isNull();
        assertThat(context.expiresAt()).isNull();
        assertThat(keyView(made.key().id()).name()).isEqualTo("renamed");
    }

    @Test
    void revokesForGood() {
        CreatedKey made = key(account, "");
        String path = KEYS + "/" + made.key().id();
        long before = revision();
        post(path + "/revoke", "{\"end_streams\":true}").statusCode(200).body("status", equalTo("REVOKED"));
        assertThat(changesSince(before).changes())
                .containsExactly(new ChangePage.Change(
                        before + 1, ChangeKind.KEY, made.key().id(), true));
        assertThat(context(made).status()).isEqualTo(KeyStatus.REVOKED);
        patch(path, "{\"status\":\"ACTIVE\"}").statusCode(409).body("error.code", equalTo("conflict"));
        post(path + "/rotate", "{\"grace_seconds\":60}").statusCode(409);
        post(path + "/revoke", "{\"end_streams\":false}").statusCode(200);
        assertThat(revision()).isEqualTo(before + 1);
    }

    @Test
    void revokesByDelete() {
        CreatedKey made = key(account, "");
        call().delete(KEYS + "/" + made.key().id()).then().statusCode(200).body("status", equalTo("REVOKED"));
        assertThat(context(made).status()).isEqualTo(KeyStatus.REVOKED);
    }

    @Test
    void rotatesWithGraceForTheOldSecret() {
        CreatedKey old = key(account, ",\"group\":\"vip\",\"limits\":{\"rpm\":5}");
        long before = revision();
        CreatedKey next = post(KEYS + "/" + old.key().id() + "/rotate", "{\"grace_seconds\":3600}")
                .statusCode(200)
                .extract()
                .as(CreatedKey.class);
        assertThat(next.secret()).isNotEqualTo(old.secret());
        KeyView oldView = keyView(old.key().id());
        assertThat(oldView.rotatedTo()).isEqualTo(next.key().id());
        assertThat(requireNonNull(oldView.graceUntil())).isCloseTo(Instant.now().getEpochSecond() + 3600, within(5L));
        assertThat(context(old).status()).isEqualTo(KeyStatus.ACTIVE);
        assertThat(context(old).expiresAt()).isEqualTo(oldView.graceUntil());
        assertThat(context(next).expiresAt()).isNull();
        assertThat(context(next).group()).isEqualTo("vip");
        assertThat(context(next).keyLimits()).isEqualTo(new RateLimits(5L, null, null, null));
        assertThat(changesSince(before).changes())
                .extracting(ChangePage.Change::id)
                .containsExactly(old.key().id(), next.key().id());
        post(KEYS + "/" + old.key().id() + "/rotate", "{\"grace_seconds\":1}").statusCode(409);
    }

    @Test
    void letsGraceNeverOutliveTheKeysOwnExpiry() {
        long soon = Instant.now().getEpochSecond() + 60;
        CreatedKey old = key(account, ",\"expires_at\":" + soon);
        post(KEYS + "/" + old.key().id() + "/rotate", "{\"grace_seconds\":3600}")
                .statusCode(200);
        assertThat(context(old).expiresAt()).isEqualTo(soon);
    }

    @Test
    void endsTheOldSecretAtOnceWithoutGrace() {
        CreatedKey old = key(account, "");
        post(KEYS + "/" + old.key().id() + "/rotate", "{\"grace_seconds\":0}").statusCode(200);
        assertThat(requireNonNull(context(old).expiresAt()))
                .isLessThanOrEqualTo(Instant.now().getEpochSecond());
    }

    @Test
    void listsTheKeysOfOneAccount() {
        CreatedKey one = key(account, "");
        CreatedKey two = key(account, "");
        key(account("other").id(), "");
        call().get(KEYS + "?account_id=" + account)
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", equalTo(List.of(two.key().id(), one.key().id())))
                .body("has_more", equalTo(false));
        call().get(KEYS + "?limit=1&account_id=" + account + "&after="
                        + two.key().id())
                .then()
                .body("data", hasSize(1))
                .body("first_id", equalTo(one.key().id()));
    }

    @Test
    void thePlaygroundsKeysAreListedUntilTheyEndAndByTheirPurposeEverAfter() {
        CreatedKey own = key(account, "");
        CreatedKey playing =
                playground(",\"expires_at\":" + Instant.now().plusSeconds(3600).getEpochSecond());
        CreatedKey ended =
                playground(",\"expires_at\":" + Instant.now().plusSeconds(3600).getEpochSecond());
        post(InternalPaths.KEYS + "/" + ended.key().id() + "/revoke", "{}").statusCode(200);
        CreatedKey over =
                playground(",\"expires_at\":" + Instant.now().plusSeconds(3600).getEpochSecond());
        pool.query("UPDATE auth.api_key SET expires_at = now() WHERE id = '"
                        + over.key().id() + "'")
                .executeAndAwait();
        assertThat(listed("")).containsExactly(playing.key().id(), own.key().id());
        assertThat(listed("&status=REVOKED")).isEmpty();
        assertThat(listed("&purpose=PLAYGROUND"))
                .containsExactly(
                        over.key().id(), ended.key().id(), playing.key().id());
        assertThat(keyView(over.key().id()).name()).isEqualTo("Playground");
        call().get(InternalPaths.KEYS + "?purpose=FUN").then().statusCode(400).body("error.param", equalTo("purpose"));
    }

    @Test
    void namesTheFieldThatIsWrong() {
        refuses("{\"name\":\"a\"}", "account_id");
        refuses("{\"account_id\":\"acct_none\",\"name\":\"a\"}", "account_id");
        refuses("{\"account_id\":\"" + account + "\"}", "name");
        refusesWith(",\"status\":\"REVOKED\"", "status");
        refusesWith(",\"expires_at\":12", "expires_at");
        refusesWith(",\"scopes\":[\"inference\",\"No\"]", "scopes[1]");
        refusesWith(",\"models\":[\"\"]", "models[0]");
        refusesWith(",\"ip_allow\":[\"10.0.0.0/8\",\"example.com\"]", "ip_allow[1]");
        refusesWith(",\"limits\":{\"concurrency\":-1}", "limits");
        refusesWith(",\"spend_limit_ids\":[\"a b\"]", "spend_limit_ids[0]");
        refusesWith(",\"group\":\"a/b\"", "group");
        CreatedKey made = key(account, "");
        post(KEYS + "/" + made.key().id() + "/rotate", "{\"grace_seconds\":-1}")
                .statusCode(400)
                .body("error.param", equalTo("grace_seconds"));
    }

    @Test
    void doesNotKnowWhatIsNotThere() {
        call().get(KEYS + "/key_none").then().statusCode(404);
        patch(KEYS + "/key_none", "{\"name\":\"a\"}").statusCode(404);
        post(KEYS + "/key_none/revoke", "{}").statusCode(404);
        post(KEYS + "/key_none/rotate", "{\"grace_seconds\":1}").statusCode(404);
    }

    private void refusesWith(String more, String param) {
        refuses("{\"account_id\":\"" + account + "\",\"name\":\"a\"" + more + "}", param);
    }

    private static void refuses(String body, String param) {
        post(KEYS, body).statusCode(400).body("error.param", equalTo(param));
    }

    private static KeyContext context(CreatedKey key) {
        return requireNonNull(introspect(key.secret()).key());
    }

    private CreatedKey playground(String more) {
        return post(
                        InternalPaths.KEYS + "?purpose=PLAYGROUND",
                        "{\"account_id\":\"" + account + "\",\"name\":\"Playground\"" + more + "}")
                .statusCode(200)
                .extract()
                .as(CreatedKey.class);
    }

    private List<String> listed(String more) {
        Page<KeyView> page = call().get(InternalPaths.KEYS + "?account_id=" + account + more)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
        return page.data().stream().map(KeyView::id).toList();
    }
}
