package dev.tollgate.console.pricing;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import dev.tollgate.contract.billing.v1.PriceDraftCommand;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Prices, margin and reconciliation reach billing as they were asked.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class PricingServiceTest {
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
    void aDraftIsMadeComparedReplayedAndPublished() throws IOException {
        String yaml = "models: [{id: m, prices: {input: 2, output: 3}}]\n";
        call("application/yaml")
                .body(yaml)
                .post("/prices/drafts?note=June")
                .then()
                .statusCode(200)
                .body("status", equalTo("draft"));
        PeerStub.Call made = peers.billing.calls().getLast();
        PriceDraftCommand command = made.read(PriceDraftCommand.class);
        assertThat(command.text()).isEqualTo(yaml);
        assertThat(command.note()).isEqualTo("June");
        assertThat(command.managed())
                .as("what the file does not declare, and routing knows")
                .isEqualTo(new PriceDraftCommand.Managed(
                        List.of(new PriceDraftCommand.Model("roadrunner", List.of("chat", "vision"))),
                        List.of("partners"),
                        List.of(new PriceDraftCommand.Deployment("acme/rr", "acme", "roadrunner", "rr-1"))));
        get("/prices/drafts/7/diff").statusCode(200).body("changes[0].after", equalTo("2"));
        get("/prices/drafts/7/replay?from=1&to=2").statusCode(200).body("change", equalTo("+3.1 %"));
        assertThat(peers.billing.calls().getLast().query())
                .containsEntry("from", "1")
                .containsEntry("to", "2");
        post("/prices/drafts/7/publish", "{\"effective_from\": 1800000000}").statusCode(200);
        assertThat(peers.billing.calls().getLast().body()).isEqualTo("{\"effective_from\":1800000000}");
        get("/prices/drafts?limit=3").statusCode(200).body("data[0].id", equalTo("7"));
        get("/prices/drafts/7").statusCode(200);
        call().delete("/prices/drafts/7").then().statusCode(204);
    }

    @Test
    void versionsAreListedReadAndCompared() {
        get("/prices/versions").statusCode(200).body("data[0].version", equalTo(3));
        get("/prices/versions/3").statusCode(200).body("version", equalTo(3));
        get("/prices/versions/3/diff?against=1").statusCode(200);
        assertThat(peers.billing.calls().getLast().query()).containsEntry("against", "1");
    }

    /// The public file has 1.6 MB.
    @Test
    void aLargeFileOfModelPricesIsTaken() {
        String file = "{\"m\": {\"litellm_provider\": \"p\", \"x\": \"" + "y".repeat(3_000_000) + "\"}}";
        post("/prices/drafts/import?what=costs&markup=1.5", file).statusCode(200);
        PeerStub.Call made = peers.billing.calls().getLast();
        assertThat(made.body()).isEqualTo(file);
        assertThat(made.query()).containsEntry("what", "costs").containsEntry("markup", "1.5");
    }

    @Test
    void marginAndReconciliationAreAsked() {
        get("/margin?from=2026-07-01&to=2026-07-02&by=model").statusCode(200).body("total.margin", equalTo("4"));
        assertThat(peers.billing.calls().getLast().query()).containsEntry("by", "model");
        call("text/csv")
                .body("usage_date_utc\n")
                .post("/reconciliations?provider=anthropic&provider_id=claude")
                .then()
                .statusCode(200)
                .body("differences", equalTo(1));
        PeerStub.Call made = peers.billing.calls().getLast();
        assertThat(made.body()).isEqualTo("usage_date_utc\n");
        assertThat(made.query()).containsEntry("provider", "anthropic").containsEntry("provider_id", "claude");
    }
}
