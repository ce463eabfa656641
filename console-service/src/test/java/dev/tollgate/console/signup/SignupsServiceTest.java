package dev.tollgate.console.signup;

import static dev.tollgate.console.Console.isError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is done without a login, by people and by the links in their mails.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class SignupsServiceTest {
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
    void anybodyIsToldWhoMaySignUp() {
        RestAssured.get("/api/v1/signups/options").then().statusCode(200).body("mode", equalTo("OPEN"));
    }

    @Test
    void aSignUpIsHandedOnWithWhereItCameFrom() {
        post("signups", "{\"email\":\"ada@example.com\",\"password\":\"a long enough secret\",\"name\":\"Ada\"}")
                .statusCode(200)
                .body("status", equalTo("CONFIRM_BY_MAIL"));
        PeerStub.Call call = peers.auth.calls().getFirst();
        assertThat(call.body()).contains("ada@example.com");
        assertThat(call.actor()).isEqualTo("anybody");
        assertThat(call.clientAddress()).isEqualTo("127.0.0.1");
        assertThat(call.clientAgent()).isEqualTo("Browser/1.0");
    }

    @Test
    void linksDoWhatTheyAreForAndASpentOneIsToldSo() {
        for (String path : new String[] {"signups/confirm", "email-confirmations", "password-resets/confirm"}) {
            post(path, "{\"token\":\"good\"}").statusCode(204);
            isError(post(path, "{\"token\":\"spent\"}"), 400, "invalid_request_error", "invalid_value", "token");
        }
        post("invitations/look", "{\"token\":\"good\"}").statusCode(200).body("account_id", equalTo("acct_1"));
    }

    @Test
    void mailsAreAskedForWithoutALogin() {
        post("password-resets", "{\"email\":\"ada@example.com\"}").statusCode(204);
        post("signups/resend", "{\"email\":\"ada@example.com\",\"password\":\"a long enough secret\"}")
                .statusCode(204);
        isError(post("password-resets", "{\"mail\":\"x\"}"), 400, "invalid_request_error", "invalid_value", "mail");
    }

    @Test
    void whatALoginLacksIsNamed() {
        isError(login("CODE_NEEDED"), 400, "invalid_request_error", "missing_required_parameter", "totp");
        isError(login("CODE_REFUSED"), 401, "authentication_error", "invalid_api_key", "totp");
        isError(login("UNCONFIRMED"), 409, "invalid_request_error", "conflict", "login");
        isError(login("REFUSED"), 401, "authentication_error", "invalid_api_key", null);
    }

    private static ValidatableResponse login(String password) {
        return post("sessions", "{\"login\":\"ada\",\"password\":\"" + password + "\",\"totp\":\"123456\"}");
    }

    private static ValidatableResponse post(String path, String body) {
        return RestAssured.given()
                .contentType(ContentType.JSON)
                .header("User-Agent", "Browser/1.0")
                .body(body)
                .post("/api/v1/" + path)
                .then();
    }
}
