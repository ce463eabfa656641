package dev.tollgate.auth.token;

import static dev.tollgate.auth.AuthApi.account;
import static dev.tollgate.auth.AuthApi.call;
import static dev.tollgate.auth.AuthApi.patch;
import static dev.tollgate.auth.AuthApi.post;
import static dev.tollgate.auth.AuthApi.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.auth.v1.TokenAnswer.Verdict;
import dev.tollgate.contract.auth.v1.TokenFormat;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.common.mapper.TypeRef;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens: shown once, stored hashed, and worth what their user is at the moment of their use.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class TokenServiceTest {
    private static final String PASSWORD = "correct horse battery";

    @Inject
    Pool pool;

    private @Nullable UserView made;

    @BeforeEach
    void makeAUser() {
        made = user("t" + System.nanoTime() + "@example.com", ",\"password\":\"" + PASSWORD + "\"");
    }

    @Test
    void theSecretIsToldOnceAndStoredAsItsHash() {
        CreatedToken made = token("\"keys:read\"");
        assertThat(made.secret()).startsWith("tgp_").hasSize(4 + 43 + 6);
        assertThat(TokenFormat.isWellFormed(made.secret())).isTrue();
        String stored = pool.query("SELECT row_to_json(t)::text FROM auth.access_token t WHERE id = '"
                        + made.token().id() + "'")
                .executeAndAwait()
                .iterator()
                .next()
                .getString(0);
        assertThat(stored).contains(TokenFormat.hash(made.secret())).doesNotContain(made.secret());
        Page<TokenView> listed =
                call().get(tokens()).then().statusCode(200).extract().as(new TypeRef<>() {});
        assertThat(listed.data()).containsExactly(made.token());
        assertThat(audit(made.token().id()).toString()).doesNotContain(made.secret(), TokenFormat.hash(made.secret()));
    }

    @Test
    void anAnswerHasTheRolesOfThisMoment() {
        CreatedToken made = token("\"keys:read\",\"usage:read\"");
        assertThat(principal(made)).satisfies(one -> {
            assertThat(one.userId()).isEqualTo(someone().id());
            assertThat(one.tokenId()).isEqualTo(made.token().id());
            assertThat(one.scopes()).containsExactly("keys:read", "usage:read");
            assertThat(one.platformRoles()).isEmpty();
            assertThat(one.memberships()).isEmpty();
        });
        String account = account("tokens").id();
        call().body("{\"role\":\"OWNER\"}")
                .put(InternalPaths.ACCOUNTS + "/" + account + "/members/"
                        + someone().id())
                .then()
                .statusCode(200);
        patch(InternalPaths.USERS + "/" + someone().id(), "{\"platform_roles\":[\"AUDITOR\"]}")
                .statusCode(200);
        assertThat(principal(made).memberships()).containsExactly(new Principal.Membership(account, AccountRole.OWNER));
        assertThat(principal(made).platformRoles()).containsExactly(PlatformRole.AUDITOR);
    }

    @Test
    void aTokenOfNobodyARevokedOneAndOneOfASuspendedUserAreRefusedAlike() {
        CreatedToken made = token("\"keys:read\"");
        assertThat(ask("tgp_nobody").verdict()).isEqualTo(Verdict.REFUSED);
        patch(InternalPaths.USERS + "/" + someone().id(), "{\"status\":\"SUSPENDED\"}")
                .statusCode(200);
        assertThat(ask(made.secret())).isEqualTo(new TokenAnswer(Verdict.REFUSED, null));
        patch(InternalPaths.USERS + "/" + someone().id(), "{\"status\":\"ACTIVE\"}")
                .statusCode(200);
        assertThat(ask(made.secret()).verdict()).isEqualTo(Verdict.VALID);
        post(tokens() + "/" + made.token().id() + "/revoke", "").statusCode(200).body("revoked", equalTo(true));
        post(tokens() + "/" + made.token().id() + "/revoke", "").statusCode(200);
        assertThat(ask(made.secret()).verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(audit(made.token().id()))
                .extracting(AuditEntryView::action)
                .containsExactly("token.revoke", "personal_token.create");
    }

    @Test
    void anExpiredTokenIsToldSo() {
        CreatedToken made = token("\"keys:read\"");
        pool.query("UPDATE auth.access_token SET expires_at = now() - interval '1 second' WHERE id = '"
                        + made.token().id() + "'")
                .executeAndAwait();
        assertThat(ask(made.secret()).verdict()).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void theDayOfTheLastUseIsKept() {
        CreatedToken made = token("\"keys:read\"");
        call().get(tokens()).then().body("data[0].last_used_on", nullValue());
        ask(made.secret());
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        call().get(tokens()).then().body("data[0].last_used_on", equalTo(today));
    }

    @Test
    void refusesWhatATokenCannotBe() {
        long late = Instant.now().plusSeconds(367L * 24 * 3600).getEpochSecond();
        refused("{\"name\":\"x\"}", "scopes");
        refused("{\"name\":\"x\",\"scopes\":[]}", "scopes");
        refused("{\"name\":\"x\",\"scopes\":[\"keys:read\",\"all\"]}", "scopes[1]");
        refused("{\"scopes\":[\"keys:read\"]}", "name");
        refused("{\"name\":\"x\",\"scopes\":[\"keys:read\"],\"expires_at\":1}", "expires_at");
        refused("{\"name\":\"x\",\"scopes\":[\"keys:read\"],\"expires_at\":" + late + "}", "expires_at");
        post(InternalPaths.USERS + "/user_none/tokens", "{\"name\":\"x\",\"scopes\":[\"keys:read\"]}")
                .statusCode(404);
        post(InternalPaths.PRINCIPALS, "{\"tokenHash\":\"x\"}").statusCode(400);
    }

    @Test
    void anothersTokenCannotBeRevokedByItsId() {
        CreatedToken made = token("\"keys:read\"");
        UserView other = user("other" + System.nanoTime() + "@example.com", "");
        post(InternalPaths.USERS + "/" + other.id() + "/tokens/" + made.token().id() + "/revoke", "")
                .statusCode(404);
        assertThat(ask(made.secret()).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void aLoginGivesASessionWithAllThatTheUserHas() {
        LoginAnswer answer = login(someone().login().toUpperCase(Locale.ROOT), PASSWORD);
        CreatedToken session = Objects.requireNonNull(answer.created());
        assertThat(session.secret()).startsWith("tgs_");
        assertThat(session.token().expiresAt() - session.token().createdAt()).isBetween(12 * 3600L - 2, 12 * 3600L + 2);
        assertThat(Objects.requireNonNull(ask(session.secret()).principal()).scopes())
                .isNull();
        assertThat(audit(session.token().id()).getFirst().actor())
                .isEqualTo(someone().id());
    }

    @Test
    void aWrongPasswordAndAnUnknownLoginAreRefusedAlike() {
        LoginAnswer refused = new LoginAnswer(LoginAnswer.Verdict.REFUSED, null);
        assertThat(login(someone().login(), "wrong horse battery")).isEqualTo(refused);
        assertThat(login("nobody@example.com", PASSWORD)).isEqualTo(refused);
        assertThat(login("operator", "")).isEqualTo(refused);
        patch(InternalPaths.USERS + "/" + someone().id(), "{\"status\":\"SUSPENDED\"}")
                .statusCode(200);
        assertThat(login(someone().login(), PASSWORD)).isEqualTo(refused);
    }

    @Test
    void guessingAtOnceGetsNoMoreTriesThanTenAndTheRightPasswordMustWait() throws Exception {
        List<LoginAnswer.Verdict> verdicts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<LoginAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                String guess = "guess number " + i;
                answers.add(threads.submit(() -> login(someone().login(), guess)));
            }
            for (Future<LoginAnswer> answer : answers) {
                verdicts.add(answer.get().verdict());
            }
        }
        assertThat(verdicts)
                .filteredOn(verdict -> verdict == LoginAnswer.Verdict.REFUSED)
                .hasSize(10);
        assertThat(login(someone().login(), PASSWORD).verdict()).isEqualTo(LoginAnswer.Verdict.LOCKED);
        pool.query("UPDATE auth.app_user SET failed_at = now() - interval '16 minutes' WHERE id = '"
                        + someone().id() + "'")
                .executeAndAwait();
        assertThat(login(someone().login(), PASSWORD).verdict()).isEqualTo(LoginAnswer.Verdict.GRANTED);
    }

    private UserView someone() {
        return Objects.requireNonNull(made);
    }

    private String tokens() {
        return InternalPaths.USERS + "/" + someone().id() + "/tokens";
    }

    private CreatedToken token(String scopes) {
        return post(tokens(), "{\"name\":\"test\",\"scopes\":[" + scopes + "]}")
                .statusCode(200)
                .extract()
                .as(CreatedToken.class);
    }

    private void refused(String body, String param) {
        post(tokens(), body).statusCode(400).body("error.param", equalTo(param));
    }

    private static TokenAnswer ask(String secret) {
        return post(InternalPaths.PRINCIPALS, "{\"tokenHash\":\"" + TokenFormat.hash(secret) + "\"}")
                .statusCode(200)
                .extract()
                .as(TokenAnswer.class);
    }

    private static Principal principal(CreatedToken token) {
        return Objects.requireNonNull(ask(token.secret()).principal());
    }

    private static LoginAnswer login(String login, String password) {
        return post(InternalPaths.SESSIONS, "{\"login\":\"" + login + "\",\"password\":\"" + password + "\"}")
                .statusCode(200)
                .extract()
                .as(LoginAnswer.class);
    }

    private static List<AuditEntryView> audit(String subject) {
        Page<AuditEntryView> page = call().get(InternalPaths.AUDIT + "?subject=" + subject)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
        return page.data();
    }
}
