package dev.tollgate.console.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What everybody sees.
@QuarkusTest
@TestProfile(ModelsServiceTest.Fresh.class)
class ModelsServiceTest {
    public static final class Fresh extends ConsoleProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>(super.getConfigOverrides());
            all.put("tollgate.console.models.fresh", "1h");
            return all;
        }
    }

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
    void whatCanBeCalledIsShownWithItsPricesToWhoeverAsks() {
        open("/models")
                .statusCode(200)
                .body("data.id", contains("demo", "roadrunner"))
                .body("data[0].free", equalTo(true))
                .body("data[1].free", equalTo(false))
                .body("data[1].providers", contains("Acme AI"))
                .body("data[1].endpoints", contains("chat"))
                .body("data[1].capabilities", contains("chat", "vision"))
                .body("data[1].aliases", contains("beep"))
                .body("data[1].context_window", equalTo(8192))
                .body("data[1].tiers[0].above_input", equalTo(0))
                .body("data[1].tiers[0].nanos_per_million.input", equalTo("9007199254740993"))
                .body("data[1].tiers[0].nanos_per_million", not(hasKey("searches")));
    }

    @Test
    void theListIsSearchedPagedAndBounded() {
        open("/models?search=ACME").body("data.id", contains("roadrunner"));
        open("/models?search=beep").body("data.id", contains("roadrunner"));
        open("/models?provider=Acme AI").body("data.id", contains("roadrunner"));
        open("/models?capability=vision&provider=demo").body("data.id", contains("demo"));
        open("/models?capability=flight").body("data", empty());
        open("/models?limit=1").body("data.id", contains("demo")).body("has_more", equalTo(true));
        open("/models?limit=1&after=demo")
                .body("data.id", contains("roadrunner"))
                .body("has_more", equalTo(false));
        open("/models?limit=1&before=roadrunner").body("data.id", contains("demo"));
        open("/models?limit=1000").statusCode(400).body("error.param", equalTo("limit"));
        open("/models?after=a&before=b").statusCode(400).body("error.param", equalTo("before"));
        open("/models?search=" + "x".repeat(129)).statusCode(400).body("error.param", equalTo("search"));
    }

    @Test
    void theServicesAreAskedOnceInAWhile() {
        open("/models").statusCode(200);
        int asked = peers.routing.calls().size() + peers.billing.calls().size();
        for (int i = 0; i < 20; i++) {
            open("/models").statusCode(200);
            open("/exchange").statusCode(200);
        }
        assertThat(peers.routing.calls().size()
                        + peers.billing.calls().stream()
                                .map(PeerStub.Call::path)
                                .filter(path -> !path.equals("/payments/options"))
                                .count())
                .isEqualTo(asked);
        assertThat(peers.billing.calls().stream().filter(call -> call.path().equals("/payments/options")))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void theExchangeTableIsExactAndOpen() {
        open("/exchange")
                .statusCode(200)
                .body("object", equalTo("exchange"))
                .body("currencies[0].currency", equalTo("usd"))
                .body("currencies[0].amount", equalTo("12"))
                .body("currencies[0].credits", equalTo("1000000000"));
    }

    private static ValidatableResponse open(String path) {
        return given().basePath("/api/v1").get(path).then();
    }
}
