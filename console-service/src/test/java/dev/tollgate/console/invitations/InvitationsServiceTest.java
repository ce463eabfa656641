package dev.tollgate.console.invitations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.tollgate.console.Cast;
import dev.tollgate.console.Console;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import dev.tollgate.contract.auth.v1.AccountRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Invitations: to an account by who may make members of it, to the installation by operators.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class InvitationsServiceTest {
    private static final String MEMBER = "{\"email\":\"guest@example.com\",\"role\":\"MEMBER\"}";

    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeersThatWereAskedNothingWrong() {
        peers.close();
        assertThat(peers.violations()).isEmpty();
    }

    @Test
    void anOwnerInvitesToHisAccount() {
        String owner = Cast.of(AccountRole.OWNER);
        call(owner)
                .body(MEMBER)
                .post("/accounts/acct_1/invitations")
                .then()
                .statusCode(200)
                .body("id", equalTo("inv_1"));
        assertThat(peers.auth.calls().getFirst().query())
                .containsEntry("account_id", "acct_1")
                .containsEntry("by", "user_cast");
        call(owner).get("/accounts/acct_1/invitations").then().statusCode(200).body("data[0].id", equalTo("inv_1"));
        call(owner).post("/accounts/acct_1/invitations/inv_1/resend").then().statusCode(200);
        call(owner).delete("/accounts/acct_1/invitations/inv_1").then().statusCode(200);
        call(owner).delete("/accounts/acct_1/invitations/inv_2").then().statusCode(404);
    }

    @Test
    void nobodyInvitesAsMoreThanHeIs() {
        String narrow =
                Cast.of(AccountRole.OWNER, "members:write", "accounts:read", "keys:read", "keys:write", "usage:read");
        call(narrow).body(MEMBER).post("/accounts/acct_1/invitations").then().statusCode(200);
        call(narrow)
                .body(MEMBER.replace("MEMBER", "OWNER"))
                .post("/accounts/acct_1/invitations")
                .then()
                .statusCode(403)
                .body("error.code", equalTo("missing_scope"));
    }

    @Test
    void operatorsInviteToTheInstallation() {
        Console.call()
                .body("{\"email\":\"guest@example.com\"}")
                .post("/invitations")
                .then()
                .statusCode(200)
                .body("account_id", nullValue());
        assertThat(peers.auth.calls().getFirst().query()).doesNotContainKey("account_id");
        Console.call().get("/invitations").then().statusCode(200);
        Console.call().post("/invitations/inv_9/resend").then().statusCode(200);
        Console.call().delete("/invitations/inv_9").then().statusCode(200);
        Console.call().delete("/invitations/inv_1").then().statusCode(404);
    }

    @Test
    void whoeverIsInvitedAcceptsAsHimself() {
        call(Cast.of(AccountRole.MEMBER))
                .body("{\"token\":\"good\"}")
                .post("/invitations/accept")
                .then()
                .statusCode(200);
        assertThat(peers.auth.calls().getFirst().query()).containsEntry("user", "user_cast");
    }

    private static RequestSpecification call(String token) {
        return RestAssured.given()
                .basePath("/api/v1")
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON);
    }
}
