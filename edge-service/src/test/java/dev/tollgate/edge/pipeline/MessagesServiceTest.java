package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.UsageFrame;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Callers who speak Anthropic's format, of a model whose provider does not.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class MessagesServiceTest extends PipelineRig {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestSpecification asking() {
        return RestAssured.given()
                .header("x-api-key", secret)
                .header("anthropic-version", "2023-06-01")
                .contentType("application/json");
    }

    private Response messages(String model, String more) {
        return asking().body("{\"model\":\"" + model
                        + "\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}")
                .post("/v1/messages");
    }

    private static JsonNode json(Response answer) throws Exception {
        return JSON.readTree(answer.asByteArray());
    }

    @Test
    void aMessageIsAnsweredAndChargedAsAChatIs() throws Exception {
        Response answer = messages("m", ",\"system\":\"Be kind.\"");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(json(answer).path("content").get(0).path("text").asText()).isEqualTo("hello");
        assertThat(json(answer).path("model").asText()).isEqualTo("m");
        assertThat(json(answer).path("usage").path("input_tokens").asInt()).isEqualTo(9);
        assertThat(answer.header("request-id")).isEqualTo(answer.header("x-request-id"));
        JsonNode sent = JSON.readTree(world.provider.bodies.getFirst());
        assertThat(sent.path("messages").get(0).path("role").asText()).isEqualTo("system");
        assertThat(sent.path("max_tokens").asInt()).isEqualTo(100);
        assertThat(sent.path("model").asText()).isEqualTo("up-m");
        await().until(() -> world.done(account) != null);
        UsageFrame.Done done = Objects.requireNonNull(world.done(account));
        assertThat(done.charge()).isEqualTo(12 * World.NANOS_PER_TOKEN);
    }

    @Test
    void aStreamIsTheEventsOfAMessageAndEndsWithItsOwnLastEvent() {
        world.provider.script.add(Provider.stream());
        Response answer = messages("m", ",\"stream\":true");
        assertThat(answer.contentType()).startsWith("text/event-stream");
        assertThat(answer.asString()
                        .lines()
                        .filter(line -> line.startsWith("event: "))
                        .toList())
                .isEqualTo(List.of(
                        "event: message_start",
                        "event: content_block_start",
                        "event: content_block_delta",
                        "event: content_block_stop",
                        "event: message_delta",
                        "event: message_stop"));
        assertThat(answer.asString())
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
                .doesNotContain("[DONE]");
        assertThat(answer.header("request-id")).isNotBlank();
    }

    @Test
    void aStreamThatBreaksEndsWithAnEventCalledError() {
        world.provider.script.add(socket -> {
            Provider.beginning().accept(socket);
            socket.end();
        });
        String stream = messages("m", ",\"stream\":true").asString();
        assertThat(stream).contains("event: error\ndata: {\"type\":\"error\",\"error\":{");
        assertThat(stream).doesNotContain("message_stop");
    }

    @Test
    void everyRefusalIsInAnthropicsEnvelope() throws Exception {
        RequestSpecification stranger = RestAssured.given().header("x-api-key", "sk-none");
        refused(stranger.body("{}").post("/v1/messages"), 401, "authentication_error");
        refused(RestAssured.given().body("{}").post("/v1/messages"), 401, "authentication_error");
        refused(asking().body("{}").post("/v1/messages"), 400, "invalid_request_error");
        refused(asking().contentType("text/plain").body("{}").post("/v1/messages"), 415, "invalid_request_error");
        refused(asking().get("/v1/messages"), 405, "invalid_request_error");
        refused(messages("nobody", ""), 404, "not_found_error");
        refused(messages("live", ""), 400, "invalid_request_error");
        world.free.put(account, 10L);
        refused(messages("m", ""), 402, "billing_error");
    }

    private static void refused(Response answer, int status, String type) throws Exception {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(json(answer).path("type").asText()).isEqualTo("error");
        assertThat(json(answer).path("error").path("type").asText()).isEqualTo(type);
        assertThat(json(answer).path("request_id").asText()).isEqualTo(answer.header("x-request-id"));
    }

    @Test
    void aStepThatThrowsIsToldInAnthropicsEnvelope() throws Exception {
        refused(messages("foreign", ""), 500, "api_error");
        refused(messages("foreign", ",\"stream\":true"), 500, "api_error");
    }

    @Test
    void whatAChatHasNoWordsForIsNamed() throws Exception {
        Response answer = messages("m", ",\"mcp_servers\":[{\"type\":\"url\",\"url\":\"https://example.com\"}]");
        refused(answer, 400, "invalid_request_error");
        assertThat(json(answer).path("error").path("param").asText()).isEqualTo("mcp_servers");
        assertThat(json(answer).path("error").path("code").asText()).isEqualTo("unsupported_parameter");
    }

    @Test
    void tokensAreCountedWithoutACharge() throws Exception {
        String body = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";
        Response answer = asking().body(body.formatted("m")).post("/v1/messages/count_tokens");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(json(answer).path("input_tokens").asInt()).isBetween(8, 14);
        refused(asking().body(body.formatted("nobody")).post("/v1/messages/count_tokens"), 404, "not_found_error");
        refused(asking().body("{\"model\":\"m\"}").post("/v1/messages/count_tokens"), 400, "invalid_request_error");
        assertThat(world.provider.bodies).isEmpty();
        assertThat(leaseAsks()).isEmpty();
    }

    @Test
    void modelsAreListedAsAnthropicDoesForWhoSpeaksItsFormat() throws Exception {
        JsonNode all = json(asking().get("/v1/models"));
        assertThat(all.path("data")).hasSizeGreaterThan(3);
        assertThat(all.path("has_more").asBoolean()).isFalse();
        JsonNode first = all.path("data").get(0);
        assertThat(first.path("type").asText()).isEqualTo("model");
        assertThat(first.path("created_at").asText()).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(first.path("lifecycle").asText()).isEqualTo("active");
        assertThat(all.path("first_id")).isEqualTo(first.path("id"));
        JsonNode page = json(
                asking().get("/v1/models?limit=2&after_id=" + first.path("id").asText()));
        assertThat(page.path("data").findValuesAsText("id"))
                .isEqualTo(all.path("data").findValuesAsText("id").subList(1, 3));
        assertThat(page.path("has_more").asBoolean()).isTrue();
        JsonNode before = json(asking().get(
                        "/v1/models?limit=1&before_id=" + page.path("last_id").asText()));
        assertThat(before.path("last_id")).isEqualTo(page.path("first_id"));
        assertThat(json(asking().get("/v1/models/m")).path("display_name").asText())
                .isEqualTo("m");
        refused(asking().get("/v1/models/nobody"), 404, "not_found_error");
        refused(asking().get("/v1/models?limit=0"), 400, "invalid_request_error");
        refused(asking().get("/v1/models?after_id=nobody"), 400, "invalid_request_error");
    }
}
