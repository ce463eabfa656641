package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A provider and a model that no file declares, from their making to their end.
class ManagedCatalogueE2e {
    /// A change of the catalogue reaches each edge within a second; so much is allowed to a busy machine.
    private static final Duration SOON = Duration.ofSeconds(5);

    /// A price counts 60 s after its draft is published.
    private static final Duration NOTICE = Duration.ofSeconds(90);

    private final Suite suite = Suite.running();
    private final String name = "own-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aModelOfOnesOwnIsMadePricedCalledDrainedAndDeleted() {
        String demo = suite.manage("GET", "/catalogue/providers/demo", null)
                .at("/definition/base_url")
                .textValue();
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        create(
                "providers",
                "\"name\":\"Our own\",\"kind\":\"openai\",\"base_url\":\"" + demo + "\",\"credential\":\"none\"");
        create("models", "\"owner\":\"us\",\"context_window\":8192,\"output_bound\":256,\"capabilities\":[\"chat\"]");
        create("deployments", "\"provider\":\"" + name + "\",\"model\":\"" + name + "\",\"upstream_model\":\"demo\"");
        assertThat(model().get("priced").booleanValue()).isFalse();
        assertThat(status(1, customer))
                .as("without a price there is no such model")
                .isEqualTo(404);
        assertThat(shown()).isFalse();

        publishPrice();
        await().atMost(NOTICE).until(() -> status(1, customer) == 200);
        await().atMost(SOON).until(() -> status(2, customer) == 200);
        await().atMost(Duration.ofSeconds(20)).until(this::shown);
        assertThat(model().get("priced").booleanValue()).isTrue();
        charged(customer);

        suite.manage("POST", "/catalogue/deployments/" + name + "/drain", null);
        for (int edge : List.of(1, 2)) {
            await().atMost(SOON).until(() -> status(edge, customer) == 503);
        }
        suite.manage("POST", "/catalogue/deployments/" + name + "/undrain", null);
        await().atMost(SOON).until(() -> status(1, customer) == 200);

        assertThat(refused("/catalogue/providers/" + name)).as("in use").isEqualTo(409);
        suite.manage("DELETE", "/catalogue/deployments/" + name, null);
        suite.manage("DELETE", "/catalogue/models/" + name, null);
        suite.manage("DELETE", "/catalogue/providers/" + name + "?version=1", null);
        await().atMost(SOON).until(() -> status(1, customer) == 404);
        List<String> actions =
                suite.manage("GET", "/audit?subject=" + name, null).get("data").findValuesAsText("action");
        assertThat(actions)
                .contains("catalogue-model.create", "catalogue-deployment.drain", "catalogue-provider.delete");
    }

    private void create(String kind, String fields) {
        suite.manage("POST", "/catalogue/" + kind, "{\"id\":\"" + name + "\"," + fields + "}");
    }

    private void publishPrice() {
        String text = "{\"models\":[{\"id\":\"" + name + "\",\"prices\":{\"input\":1,\"output\":2}}]}";
        String draft = suite.manage("POST", "/prices/drafts", text).get("id").textValue();
        suite.manage("POST", "/prices/drafts/" + draft + "/publish", "{}");
    }

    private JsonNode model() {
        return suite.manage("GET", "/catalogue/models/" + name, null);
    }

    /// Whether everybody sees it: nobody says who he is.
    private boolean shown() {
        HttpResponse<String> answer = suite.send(
                HttpRequest.newBuilder(URI.create(suite.stack().consoleUrl() + "/api/v1/models?search=" + name))
                        .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Suite.json(answer.body())
                .at("/data/0/tiers/0/nanos_per_million/output")
                .asText()
                .equals("2000000000");
    }

    private void charged(Suite.Customer customer) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode record = suite.manage("GET", "/usage?account_id=" + customer.account(), null)
                    .at("/data/0");
            assertThat(record.path("model").textValue()).isEqualTo(name);
            assertThat(record.path("charge").asLong()).isPositive();
        });
    }

    private int status(int edge, Suite.Customer customer) {
        return suite.ask(edge, customer.secret(), Suite.hello(name)).statusCode();
    }

    private int refused(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(suite.stack().consoleUrl() + "/api/v1" + path))
                .header("Authorization", "Bearer " + suite.stack().adminToken())
                .DELETE()
                .build();
        return suite.send(request).statusCode();
    }
}
