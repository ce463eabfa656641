package dev.tollgate.console.catalogue;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static dev.tollgate.console.Console.patch;
import static dev.tollgate.console.Console.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class CatalogueServiceTest {
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
    void objectsAreListedMadeChangedAndDeleted() {
        get("/catalogue/providers?search=acme&limit=3").statusCode(200).body("data[0].priced", nullValue());
        assertThat(last().query()).containsEntry("search", "acme").containsEntry("limit", "3");
        String provider = "{\"id\":\"acme\",\"kind\":\"openai\"}";
        post("/catalogue/providers", provider).statusCode(200).body("id", equalTo("made"));
        assertThat(last().body()).as("passed as it is: routing reads it").isEqualTo(provider);
        assertThat(last().actor()).startsWith("admin:");
        patch("/catalogue/models/roadrunner", "{\"version\":1,\"owner\":\"us\"}")
                .statusCode(200);
        assertThat(last().body()).isEqualTo("{\"version\":1,\"owner\":\"us\"}");
        call().delete("/catalogue/groups/partners?version=4").then().statusCode(204);
        assertThat(last().query()).containsEntry("version", "4");
        isError(
                call().delete("/catalogue/groups/partners?version=new").then(),
                400,
                "invalid_request_error",
                "invalid_value",
                "version");
        get("/catalogue/gadgets").statusCode(404);
    }

    @Test
    void modelsTellWhetherTheyHaveAPrice() {
        get("/catalogue/models").statusCode(200).body("data.priced", contains(true, false));
        get("/catalogue/models/roadrunner").statusCode(200).body("priced", equalTo(true));
    }

    @Test
    void theHealthOfDeploymentsIsToldAndForgotten() {
        get("/deployment-health?limit=3")
                .statusCode(200)
                .body("data[0].state", equalTo("cooling"))
                .body("data[0].cooling_until", equalTo(1_767_225_630))
                .body("data[0].edges[0].edge", equalTo("edge-1"))
                .body("data[0].canary.share", equalTo(5));
        assertThat(last().query()).containsEntry("limit", "3");
        call().urlEncodingEnabled(false)
                .post("/deployment-health/acme%2Frr/reset")
                .then()
                .statusCode(204);
        assertThat(last().actor()).startsWith("admin:");
    }

    @Test
    void aDeploymentsIdMayHaveASlash() {
        call().urlEncodingEnabled(false)
                .post("/catalogue/deployments/openai%2Fgpt-x/drain")
                .then()
                .statusCode(200)
                .body("id", equalTo("openai/gpt-x"))
                .body("drained", equalTo(true));
        call().urlEncodingEnabled(false)
                .post("/catalogue/deployments/openai%2Fgpt-x/undrain")
                .then()
                .statusCode(200)
                .body("drained", equalTo(false));
    }

    @Test
    void aRefusalNamesTheField() {
        isError(
                post("/catalogue/providers", "{\"id\":\"spoilt\"}"),
                400,
                "invalid_request_error",
                "invalid_value",
                "base_url");
    }

    private PeerStub.Call last() {
        return peers.routing.calls().getLast();
    }
}
