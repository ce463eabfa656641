package dev.tollgate.console.access;

import static dev.tollgate.console.Console.isError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Ways around the rules, each closed.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class RightsServiceTest {
    private static final String KEY = "{\"account_id\":\"acct_1\",\"name\":\"x\"%s}";

    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeersThatWereAskedNothingWrong() {
        peers.close();
        Peers.accountOfAudit = "acct_1";
        Cast.olderAuth = false;
        assertThat(peers.violations()).isEmpty();
    }

    @Test
    void anAccountThatIsToldTwiceIsRefused() {
        String owner = Cast.of(AccountRole.OWNER);
        invalid(as(owner)
                .body("{\"account_id\":\"acct_1\",\"name\":\"x\",\"account_id\":\"acct_2\"}")
                .post("/keys")
                .then());
        invalid(as(owner).get("/keys?account_id=acct_1&account_id=acct_2").then());
        assertThat(peers.auth.calls()).isEmpty();
    }

    /// More than a network packet brings at once.
    @Test
    void aBodyThatComesInPiecesIsJudgedAndStillThereForTheResource() throws IOException {
        String more = ",\"name\":\"x\"" + " ".repeat(900_000) + "}";
        String owner = Cast.of(AccountRole.OWNER);
        as(owner).body("{\"account_id\":\"acct_1\"" + more).post("/keys").then().statusCode(200);
        assertThat(peers.auth.calls().getLast().read(KeyCommand.class).name()).isEqualTo("x");
        int asked = peers.auth.calls().size();
        hidden(as(owner).body("{\"account_id\":\"acct_2\"" + more).post("/keys").then());
        as(owner)
                .body("{\"account_id\":\"acct_1\"" + " ".repeat(200_000) + more)
                .post("/keys")
                .then()
                .statusCode(413)
                .body("error.code", equalTo("request_too_large"));
        assertThat(peers.auth.calls()).hasSize(asked);
    }

    @Test
    void aRoleThatWasTakenAwayIsGoneWithTheNextCall() {
        Principal.Membership membership = new Principal.Membership("acct_1", AccountRole.MEMBER);
        String token = Cast.token("leaving", principal(List.of(), List.of(membership)));
        as(token).get("/keys/key_1").then().statusCode(200);
        Cast.token("leaving", principal(List.of(), List.of()));
        hidden(as(token).get("/keys/key_1").then());
    }

    @Test
    void theActorIsTheUserAndTheToken() {
        as(Cast.of(AccountRole.OWNER)).get("/accounts/acct_1").then().statusCode(200);
        assertThat(peers.auth.calls().getFirst().actor()).isEqualTo("user_cast/tok_cast");
    }

    @Test
    void ownersCannotGiveTheirKeysAnotherGroup() {
        String owner = Cast.of(AccountRole.OWNER);
        refused(
                as(owner)
                        .body("{\"account_id\":\"acct_1\",\"name\":\"x\",\"group\":\"vip\"}")
                        .post("/keys")
                        .then(),
                "accounts:write");
        refused(as(owner).body("{\"group\":\"vip\"}").patch("/keys/key_1").then(), "accounts:write");
        as(owner).body("{\"group\":\"\"}").patch("/keys/key_1").then().statusCode(200);
    }

    @Test
    void membersCannotTakeSpendLimitsOffAKey() {
        String body = "{\"spend_limit_ids\":[]}";
        refused(as(Cast.of(AccountRole.MEMBER)).body(body).patch("/keys/key_1").then(), "billing:write");
        as(Cast.of(AccountRole.OWNER)).body(body).patch("/keys/key_1").then().statusCode(200);
    }

    @Test
    void aMembersKeyIsHisOwn() {
        for (String token : List.of(
                Cast.of(AccountRole.MEMBER), Cast.of(AccountRole.OWNER), Cast.of(AccountRole.MEMBER, "keys:write"))) {
            as(token).body(KEY.formatted("")).post("/keys").then().statusCode(200);
            assertThat(peers.auth.calls().getLast().body()).contains("\"user_id\":\"user_cast\"");
        }
        as(Cast.of(AccountRole.MEMBER))
                .body(KEY.formatted(",\"user_id\":\"user_cast\""))
                .post("/keys")
                .then()
                .statusCode(200);
        int asked = peers.auth.calls().size();
        for (String somebody : List.of("user_1", "")) {
            String user = "\"user_id\":\"" + somebody + "\"";
            String member = Cast.of(AccountRole.MEMBER);
            refused(as(member).body(KEY.formatted("," + user)).post("/keys").then(), "members:write");
            refused(as(member).body("{" + user + "}").patch("/keys/key_1").then(), "members:write");
        }
        assertThat(peers.auth.calls().subList(asked, peers.auth.calls().size()))
                .allMatch(call -> call.method().equals("GET"));
    }

    @Test
    void whoSeesToTheMembersSaysWhoseAKeyIs() {
        for (String token : List.of(Cast.of(AccountRole.OWNER), Cast.of(PlatformRole.OPERATOR))) {
            as(token)
                    .body(KEY.formatted(",\"user_id\":\"user_1\""))
                    .post("/keys")
                    .then()
                    .statusCode(200);
            assertThat(peers.auth.calls().getLast().body()).contains("\"user_id\":\"user_1\"");
            as(token).body("{\"user_id\":\"\"}").patch("/keys/key_1").then().statusCode(200);
            assertThat(peers.auth.calls().getLast().body()).contains("\"user_id\":\"\"");
        }
    }

    /// Not even as the owner that its user may be.
    @Test
    void theAdminTokensKeysAreNobodys() {
        as(ConsoleProfile.ADMIN_TOKEN)
                .body(KEY.formatted(""))
                .post("/keys")
                .then()
                .statusCode(200);
        assertThat(peers.auth.calls().getLast().body()).doesNotContain("user_id\":\"");
        as(Cast.of(PlatformRole.OPERATOR))
                .body(KEY.formatted(""))
                .post("/keys")
                .then()
                .statusCode(200);
        assertThat(peers.auth.calls().getLast().body()).doesNotContain("user_id\":\"");
    }

    @Test
    void anotherAccountsSpendLimitIsToldLikeOneThatIsNotThere() {
        for (String id : List.of("lim_2", "lim_none")) {
            as(Cast.of(AccountRole.OWNER))
                    .body("{\"spend_limit_ids\":[\"" + id + "\"]}")
                    .patch("/keys/key_1")
                    .then()
                    .statusCode(400)
                    .body("error.message", equalTo("There is no spend limit '" + id + "'."));
        }
    }

    @Test
    void nobodyMakesSomebodyMoreThanHeIs() {
        String members = "/accounts/acct_1/members/user_1";
        String narrow = Cast.of(AccountRole.OWNER, "members:write");
        refused(as(narrow).body("{\"role\":\"OWNER\"}").put(members).then(), null);
        refused(as(narrow).body("{\"role\":\"MEMBER\"}").put(members).then(), null);
        as(Cast.of(AccountRole.OWNER))
                .body("{\"role\":\"OWNER\"}")
                .put(members)
                .then()
                .statusCode(200);
        refused(
                as(Cast.of(AccountRole.MEMBER))
                        .body("{\"role\":\"OWNER\"}")
                        .put(members)
                        .then(),
                "members:write");

        String operator = Cast.of(PlatformRole.OPERATOR, "users:write");
        String grant = "{\"platform_roles\":[\"OPERATOR\"]}";
        refused(as(operator).body(grant).patch("/users/user_1").then(), null);
        refused(
                as(operator)
                        .body("{\"platform_roles\":[\"AUDITOR\"]}")
                        .post("/users")
                        .then(),
                null);
        refused(
                as(operator)
                        .body("{\"password\":\"taken over now\"}")
                        .patch("/users/user_1")
                        .then(),
                null);
        as(Cast.of(PlatformRole.OPERATOR))
                .body(grant)
                .patch("/users/user_1")
                .then()
                .statusCode(200);
    }

    @Test
    void aTokenMakesNoTokenThatIsWiderOrLastsLonger() {
        String token = Cast.of(PlatformRole.OPERATOR, "tokens:write", "keys:read");
        refused(
                as(token)
                        .body("{\"name\":\"x\",\"scopes\":[\"keys:write\"]}")
                        .post("/tokens")
                        .then(),
                null);
        refused(
                as(token)
                        .body("{\"name\":\"x\",\"scopes\":[\"keys:read\"],\"expires_at\":4000000001}")
                        .post("/tokens")
                        .then(),
                null);
        as(token)
                .body("{\"name\":\"x\",\"scopes\":[\"keys:read\"]}")
                .post("/tokens")
                .then()
                .statusCode(200)
                .body("secret", equalTo("told-once"));
        assertThat(peers.auth.calls().getLast().body()).contains("\"expires_at\":4000000000");
        as(Cast.of(AccountRole.MEMBER))
                .body("{\"name\":\"x\",\"scopes\":[\"keys:write\"]}")
                .post("/tokens")
                .then()
                .statusCode(200);
    }

    @Test
    void anOwnersAuditIsHisAccountsAlsoWhenAServiceOfTheReleaseBeforeAnswers() {
        String owner = Cast.of(AccountRole.OWNER);
        as(owner).get("/audit?account_id=acct_1").then().statusCode(200).body("data", hasSize(2));
        assertThat(peers.auth.calls().getFirst().query()).containsEntry("account_id", "acct_1");
        assertThat(peers.routing.calls()).isEmpty();
        Peers.accountOfAudit = null;
        as(owner).get("/audit?account_id=acct_1").then().statusCode(200).body("data", hasSize(0));
    }

    @Test
    void aLoginIsToldOnlyThatItFailed() {
        isError(login("REFUSED"), 401, "authentication_error", "invalid_api_key", null);
        isError(login("LOCKED"), 429, "rate_limit_error", "rate_limit_exceeded", null);
        login("right").statusCode(200).body("secret", startsWith("tgs_"));
        assertThat(peers.auth.calls().getLast().actor()).isEqualTo("anybody");
    }

    /// While services are replaced one by one.
    @Test
    void withAnAuthOfTheReleaseBeforeTheAdminTokenIsWhatItWasAndOthersComeBackLater() {
        Cast.olderAuth = true;
        as(ConsoleProfile.ADMIN_TOKEN).get("/accounts").then().statusCode(200);
        isError(
                as(Cast.of(AccountRole.OWNER)).get("/accounts/acct_1").then().header("Retry-After", "1"),
                503,
                "server_error",
                "service_unavailable",
                null);
    }

    @Test
    void meIsTheCallerWithHisRoles() {
        as(Cast.of(AccountRole.BILLING, "tokens:read"))
                .get("/me")
                .then()
                .statusCode(200)
                .body("memberships[0].role", equalTo("BILLING"))
                .body("scopes", equalTo(List.of("tokens:read")));
    }

    private static Principal principal(List<PlatformRole> platform, List<Principal.Membership> memberships) {
        return new Principal("user_cast", "principal", "cast", "tok_cast", null, 4_000_000_000L, platform, memberships);
    }

    private static ValidatableResponse login(String password) {
        return RestAssured.given()
                .contentType(ContentType.JSON)
                .body("{\"login\":\"ada\",\"password\":\"" + password + "\"}")
                .post("/api/v1/sessions")
                .then();
    }

    private static RequestSpecification as(String token) {
        return RestAssured.given()
                .basePath("/api/v1")
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON);
    }

    private static void refused(ValidatableResponse answer, @Nullable String permission) {
        isError(answer, 403, "permission_error", "missing_scope", permission);
        answer.body("error.message", containsString(permission == null ? "more than you have" : permission));
    }

    private static void invalid(ValidatableResponse answer) {
        answer.statusCode(400).body("error.type", equalTo("invalid_request_error"));
    }

    private static void hidden(ValidatableResponse answer) {
        isError(answer, 404, "not_found_error", "not_found", null);
    }
}
