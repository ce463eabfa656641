package dev.tollgate.console.login;

import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class LoginServiceTest {
    private static final String LIST = "/api/v1/accounts";

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
    void withoutATokenNothingIsTold() {
        isError(RestAssured.get(LIST).then(), 401, "authentication_error", "missing_api_key", null);
    }

    @Test
    void anyOtherTokenOrFormIsRefused() {
        String token = ConsoleProfile.ADMIN_TOKEN;
        for (String header : List.of(
                "Bearer wrong",
                "Bearer " + token + "x",
                "Bearer " + token.substring(1),
                "Bearer ",
                "Bearer",
                "Basic " + token,
                token,
                "Bearer " + token + "," + ConsoleProfile.NEXT_ADMIN_TOKEN)) {
            isError(with(header), 401, "authentication_error", "invalid_api_key", null);
        }
        assertThat(peers.auth.calls()).isEmpty();
    }

    @Test
    void bothTokensAreValidAtOnceAndToldApart() {
        with("Bearer " + ConsoleProfile.ADMIN_TOKEN).statusCode(200);
        with("bearer  " + ConsoleProfile.NEXT_ADMIN_TOKEN).statusCode(200);
        List<String> actors =
                peers.auth.calls().stream().map(PeerStub.Call::actor).toList();
        assertThat(actors).doesNotHaveDuplicates().allMatch(actor -> actor.matches("admin:[0-9a-f]{8}"));
    }

    @Test
    void theDocumentHealthAndMetricsAreOpen() {
        assertThat(RestAssured.get("/api/v1/openapi").asString())
                .contains("/api/v1/accounts/{id}/gifts", "/api/v1/audit");
        RestAssured.get("/q/health/ready").then().statusCode(200);
        RestAssured.get("/q/metrics").then().statusCode(200);
    }

    @Test
    void knownTokensGiveTheirActor() {
        get("/accounts").statusCode(200);
        assertThat(new AdminTokens(List.of(ConsoleProfile.ADMIN_TOKEN)).actor(ConsoleProfile.ADMIN_TOKEN))
                .contains(peers.auth.calls().getFirst().actor());
        assertThat(new AdminTokens(List.of("", " ")).actor("")).isEmpty();
    }

    private static ValidatableResponse with(String authorization) {
        return RestAssured.given()
                .header("Authorization", authorization)
                .get(LIST)
                .then();
    }
}
