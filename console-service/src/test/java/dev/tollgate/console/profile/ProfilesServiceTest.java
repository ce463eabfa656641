package dev.tollgate.console.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.console.Cast;
import dev.tollgate.console.Console;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.Principal;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What users change of themselves: always the caller's own, whoever he is.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class ProfilesServiceTest {
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
    void everythingIsTheCallersOwn() {
        call().body("{\"name\":\"Ada\"}").patch("/me/profile").then().statusCode(200);
        call().body("{\"email\":\"new@example.com\",\"password\":\"x\"}")
                .post("/me/email")
                .then()
                .statusCode(204);
        call().body("{\"password\":\"x\"}")
                .post("/me/totp")
                .then()
                .statusCode(200)
                .body("secret", equalTo("GEZDGNBV"));
        call().body("{\"totp\":\"123456\"}")
                .post("/me/totp/confirm")
                .then()
                .statusCode(200)
                .body("codes.size()", equalTo(1));
        call().body("{\"password\":\"x\",\"totp\":\"123456\"}")
                .post("/me/totp/remove")
                .then()
                .statusCode(200);
        call().get("/sessions").then().statusCode(200).body("data[0].kind", equalTo("session"));
        assertThat(peers.auth.calls())
                .extracting(PeerStub.Call::path)
                .allMatch(path -> path.startsWith("/users/user_cast/"));
        assertThat(peers.auth.calls()).extracting(PeerStub.Call::actor).containsOnly("user_cast/tok_cast");
    }

    @Test
    void anotherPasswordAndTheEndOfOtherSessionsLeaveTheOneThatCalls() {
        call().body("{\"old_password\":\"x\",\"new_password\":\"y\"}")
                .post("/me/password")
                .then()
                .statusCode(204);
        call().delete("/sessions").then().statusCode(204);
        assertThat(peers.auth.calls().get(0).query()).containsEntry("session", "tok_cast");
        assertThat(peers.auth.calls().get(1).query()).containsEntry("except", "tok_cast");
    }

    @Test
    void logoutEndsTheTokenThatCalls() {
        String session = Cast.token(
                "logout",
                new Principal("user_1", "principal", "ada", "tok_1", null, 4_000_000_000L, List.of(), List.of()));
        call(session).delete("/sessions/current").then().statusCode(200).body("id", equalTo("tok_1"));
        assertThat(peers.auth.calls().getFirst().path()).isEqualTo("/users/user_1/tokens/tok_1/revoke");
        Console.call().delete("/sessions/current").then().statusCode(409);
    }

    @Test
    void anOperatorTakesAnAuthenticatorOff() {
        Console.call().delete("/users/user_1/totp").then().statusCode(200);
        assertThat(peers.auth.calls().getFirst().path()).isEqualTo("/users/user_1/totp");
    }

    private static RequestSpecification call() {
        return call(Cast.of(AccountRole.MEMBER));
    }

    private static RequestSpecification call(String token) {
        return RestAssured.given()
                .basePath("/api/v1")
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON);
    }
}
