package dev.tollgate.console.error;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static dev.tollgate.console.Console.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class ErrorsServiceTest {
    @Inject
    CircuitBreakerMaintenance breakers;

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

    @BeforeEach
    void closeBreakers() {
        breakers.resetAll();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | invalid_json | ",
                "null | invalid_json | ",
                "{ | invalid_json | ",
                "{\"limits\":{\"rpm\":1e400}} | invalid_value | limits.rpm",
                "[] | invalid_json | ",
                "{\"nmae\":\"x\"} | invalid_value | nmae",
                "{\"name\":{}} | invalid_value | name",
                "{\"limits\":{\"rpm\":0}} | invalid_value | limits",
                "{\"limits\":{\"rpm\":\"many\"}} | invalid_value | limits.rpm",
                "{\"status\":\"SLEEPING\"} | invalid_value | status"
            })
    void aBadBodyIsA400ThatNamesTheField(String body, String code, @Nullable String param) {
        isError(post("/accounts", body), 400, "invalid_request_error", code, param);
        assertThat(peers.auth.calls()).isEmpty();
    }

    @Test
    void theWordsThatAFieldTakesAreTold() {
        assertThat(call().body("{\"role\":\"KING\"}")
                        .put("/accounts/acct_1/members/user_1")
                        .jsonPath()
                        .getString("error.message"))
                .isEqualTo("role must be one of OWNER, MEMBER, BILLING.");
    }

    @Test
    void theReasonOfARecordOfOursIsTold() {
        String message = post("/accounts", "{\"limits\":{\"rpm\":0}}").extract().path("error.message");
        assertThat(message).isEqualTo("limits: rpm must be at least 1, not 0.");
    }

    @Test
    void otherTypesMethodsAndPathsAreRefusedInTheEnvelope() {
        isError(
                call().contentType("text/plain").body("x").post("/accounts").then(),
                415,
                "invalid_request_error",
                "unsupported_media_type",
                null);
        isError(call().delete("/accounts/acct_1").then(), 405, "invalid_request_error", "method_not_allowed", null);
        isError(get("/nothing"), 404, "not_found_error", "not_found", null);
        isError(RestAssured.get("/index.html").then(), 404, "not_found_error", "not_found", null);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        isError(
                post("/accounts", "{\"name\":\"" + "x".repeat(1 << 20) + "\"}"),
                413,
                "invalid_request_error",
                "request_too_large",
                null);
    }

    @Test
    void aServiceThatIsAwayIsA503ThatSaysWhenToComeBack() {
        peers.auth.close();
        isAway("/accounts/acct_1");
        isAway("/accounts/acct_1/credit");
        peers.billing.close();
        isAway("/usage");
        isAway("/ledger/verify");
        peers.routing.close();
        isAway("/catalogue/status");
    }

    @Test
    void aServiceInTroubleIsAskedOnceMoreWhenThatIsSafe() {
        peers.auth.failWith(500, 1);
        get("/accounts/acct_1").statusCode(200);
        assertThat(peers.auth.calls())
                .extracting(PeerStub.Call::requestId)
                .hasSize(2)
                .doesNotContainNull()
                .containsOnly(peers.auth.calls().getFirst().requestId());
    }

    @Test
    void aCreationIsNeverRepeatedByItself() {
        peers.auth.failWith(503, 1);
        isError(
                post("/accounts", "{\"name\":\"Ada\"}").header("Retry-After", "1"),
                503,
                "server_error",
                "service_unavailable",
                null);
        assertThat(peers.auth.calls()).hasSize(1);
    }

    @Test
    void anInternalTokenThatIsRefusedIsOurFaultNotTheCallers() {
        peers.auth.failWith(401, 2);
        isAway("/accounts/acct_1");
    }

    @Test
    void aServiceThatFailsIsLeftAloneForAWhile() {
        peers.auth.failWith(500, 1_000);
        for (int i = 0; i < 30; i++) {
            isAway("/accounts/acct_1");
        }
        assertThat(peers.auth.calls()).hasSizeLessThan(30);
    }

    @Test
    void aRefusalOpensNoBreaker() {
        for (int i = 0; i < 30; i++) {
            isError(get("/accounts/acct_9"), 404, "not_found_error", "not_found", null);
        }
        assertThat(peers.auth.calls()).hasSize(30);
    }

    private static void isAway(String path) {
        isError(get(path).header("Retry-After", "1"), 503, "server_error", "service_unavailable", null);
    }
}
