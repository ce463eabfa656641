package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Anthropic's format in, once per provider dialect: passed on to the one that speaks it, translated for the others.
/// Models cost 1 credit per million tokens of input, a tenth of it cached, twice that written to a cache, and 4 of
/// output.
class MessagesE2e {
    private static final String WEATHER = """
            "tools": [{"name": "get_weather", "description": "The weather of a city", "input_schema":
              {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}]""";

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);

    static Stream<String> dialects() {
        return Dialects.models().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void aPlainMessageIsAnthropicsAndChargedToTheNanoCredit(String dialect) {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        HttpResponse<String> answer =
                ask(customer, body(dialect + "/plain", "one two three", "\"system\": \"Be kind.\""));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode message = Suite.json(answer.body());
        assertThat(message.path("type").textValue()).isEqualTo("message");
        assertThat(message.path("role").textValue()).isEqualTo("assistant");
        assertThat(message.path("model").textValue()).isEqualTo(dialect + "/plain");
        assertThat(message.path("id").textValue()).startsWith("msg_");
        assertThat(text(message)).isNotBlank();
        assertThat(message.path("stop_reason").textValue()).isEqualTo("end_turn");
        assertThat(charged(answer)).isEqualTo(expected(message.path("usage")));
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - expected(message.path("usage")));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void aStreamSaysTheSameAndIsChargedToTheNanoCredit(String dialect) {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        JsonNode whole = Suite.json(ask(customer, body(dialect + "/plain", "one two three", "\"stream\": false"))
                .body());
        HttpResponse<String> answer = ask(customer, body(dialect + "/plain", "one two three", "\"stream\": true"));
        JsonNode streamed = message(answer);
        assertThat(text(streamed)).isEqualTo(text(whole));
        assertThat(streamed.path("stop_reason")).isEqualTo(whole.path("stop_reason"));
        assertThat(charged(answer)).isEqualTo(expected(streamed.path("usage")));
        books.verify();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void anAgentRunsItsToolsUntilThereIsText(String dialect) {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        for (boolean stream : new boolean[] {false, true}) {
            ArrayNode messages = Suite.JSON.createArrayNode();
            messages.addObject().put("role", "user").put("content", "parallel weather of Paris and Rome");
            JsonNode asked = turn(customer, dialect, messages, stream);
            List<JsonNode> calls = calls(asked);
            assertThat(asked.path("stop_reason").textValue()).isEqualTo("tool_use");
            assertThat(calls).hasSizeGreaterThan(1).allSatisfy(call -> assertThat(
                            call.at("/input/city").textValue())
                    .isNotBlank());
            messages.addObject().put("role", "assistant").set("content", asked.path("content"));
            ArrayNode results = messages.addObject().put("role", "user").putArray("content");
            calls.forEach(call -> results.addObject()
                    .put("type", "tool_result")
                    .put("tool_use_id", call.path("id").textValue())
                    .put("content", "18 degrees"));
            JsonNode last = turn(customer, dialect, messages, stream);
            assertThat(last.path("stop_reason").textValue()).isEqualTo("end_turn");
            assertThat(last.path("content").findValuesAsText("text"))
                    .anySatisfy(text -> assertThat(text).contains("18 degrees"));
        }
        books.verify();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void aProvidersErrorsAreToldInAnthropicsEnvelopeAndCostNothing(String dialect) {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        assertThat(told(customer, dialect + "/fault-400")).isEqualTo("400 invalid_request_error");
        assertThat(told(customer, dialect + "/fault-401")).isEqualTo("503 overloaded_error");
        assertThat(told(customer, dialect + "/fault-bad-json")).isEqualTo("502 api_error");
        HttpResponse<String> cut =
                ask(customer, body(dialect + "/fault-error-frame", Ask.words("a", 40), "\"stream\": true"));
        assertThat(cut.statusCode()).as(cut.body()).isEqualTo(200);
        assertThat(cut.body())
                .contains("event: error\ndata: {\"type\":\"error\"")
                .doesNotContain("message_stop");
    }

    @Test
    void theProviderThatSpeaksItIsSentTheBodyAsItCame() {
        String marker = Ask.marker();
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        HttpResponse<String> answer = ask(customer, body("claude-3-5-sonnet", marker + " [cached:5] [written:4]", """
                "system": [{"type": "text", "text": "Be kind.", "cache_control": {"type": "ephemeral", "ttl": "1h"}}],
                "top_k": 5, "stop_sequences": ["never said"], "metadata": {"user_id": "u"}"""));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode sent = new DemoLog(suite).with(marker).getFirst();
        assertThat(sent.path("path").textValue()).isEqualTo("/anthropic/v1/messages");
        assertThat(sent.at("/body/model").textValue()).isEqualTo("claude-3-5-sonnet-20241022");
        assertThat(sent.at("/body/top_k").intValue()).isEqualTo(5);
        assertThat(sent.at("/body/system/0/cache_control").toString()).isEqualTo("{\"type\":\"ephemeral\"}");
        assertThat(sent.at("/body/metadata/user_id").textValue()).isEqualTo("u");
        JsonNode usage = Suite.json(answer.body()).path("usage");
        assertThat(usage.path("cache_read_input_tokens").intValue()).isEqualTo(5);
        assertThat(usage.path("cache_creation_input_tokens").intValue()).isEqualTo(4);
        assertThat(charged(answer))
                .isEqualTo(usage.path("input_tokens").longValue() * 25_000
                        + 5 * 2_500
                        + 4 * 31_250
                        + usage.path("output_tokens").longValue() * 125_000);
    }

    private JsonNode turn(Suite.Customer customer, String dialect, ArrayNode messages, boolean stream) {
        String body = "{\"model\": \"" + dialect + "/plain\", \"max_tokens\": 512, \"stream\": " + stream + ", "
                + WEATHER + ", \"messages\": " + messages + "}";
        HttpResponse<String> answer = ask(customer, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return stream ? message(answer) : Suite.json(answer.body());
    }

    /// Of the one block of text, which is the last: what a model thought comes before it.
    private static String text(JsonNode message) {
        JsonNode content = message.path("content");
        assertThat(content.findValuesAsText("type")).endsWith("text").doesNotContain("tool_use");
        assertThat(content.findValuesAsText("text")).hasSize(1);
        return content.findValuesAsText("text").getFirst();
    }

    private static List<JsonNode> calls(JsonNode message) {
        List<JsonNode> calls = new ArrayList<>();
        message.path("content").forEach(block -> {
            if (block.path("type").asText().equals("tool_use")) {
                calls.add(block);
            }
        });
        return calls;
    }

    private String told(Suite.Customer customer, String model) {
        HttpResponse<String> answer = ask(customer, body(model, "hello", "\"stream\": false"));
        JsonNode error = Suite.json(answer.body());
        assertThat(error.path("type").asText()).as(answer.body()).isEqualTo("error");
        assertThat(answer.headers().firstValue("request-id"))
                .contains(error.path("request_id").asText());
        return answer.statusCode() + " " + error.at("/error/type").asText();
    }

    private static String body(String model, String text, String more) {
        return "{\"model\": \"" + model + "\", \"max_tokens\": 512, " + more
                + ", \"messages\": [{\"role\": \"user\", \"content\": \"" + text + "\"}]}";
    }

    private HttpResponse<String> ask(Suite.Customer customer, String body) {
        return suite.send(HttpRequest.newBuilder(suite.edge(1).resolve("/v1/messages"))
                .header("x-api-key", customer.secret())
                .header("anthropic-version", "2023-06-01")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private long charged(HttpResponse<String> answer) {
        return Books.charge(
                books.posted(answer.headers().firstValue("request-id").orElseThrow()));
    }

    private static long expected(JsonNode usage) {
        return usage.path("input_tokens").longValue() * 1_000
                + usage.path("cache_read_input_tokens").longValue() * 100
                + usage.path("cache_creation_input_tokens").longValue() * 2_000
                + usage.path("output_tokens").longValue() * 4_000;
    }

    /// Puts the events of a stream together, as Anthropic's SDKs do.
    private static JsonNode message(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        assertThat(answer.body()).endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        ObjectNode message = Suite.JSON.createObjectNode();
        Map<Integer, ObjectNode> blocks = new HashMap<>();
        Map<Integer, StringBuilder> inputs = new HashMap<>();
        for (String frame : answer.body().split("\n\n", -1)) {
            if (!frame.startsWith("event: ")) {
                continue;
            }
            JsonNode event = Suite.json(frame.substring(frame.indexOf("\ndata: ") + "\ndata: ".length()));
            assertThat(frame).startsWith("event: " + event.path("type").asText() + "\n");
            int index = event.path("index").asInt();
            JsonNode delta = event.path("delta");
            switch (event.path("type").asText()) {
                case "message_start" -> message.setAll((ObjectNode) event.path("message"));
                case "content_block_start" -> {
                    assertThat(index).isEqualTo(blocks.size());
                    blocks.put(index, (ObjectNode) event.path("content_block"));
                }
                case "content_block_delta" -> {
                    if (delta.has("partial_json")) {
                        inputs.computeIfAbsent(index, none -> new StringBuilder())
                                .append(delta.path("partial_json").asText());
                    } else {
                        append(blocks.get(index), delta);
                    }
                }
                case "message_delta" -> {
                    message.setAll((ObjectNode) delta);
                    ((ObjectNode) message.path("usage")).setAll((ObjectNode) event.path("usage"));
                }
                default -> {}
            }
        }
        inputs.forEach(
                (index, json) -> blocks.get(index).set("input", Suite.json(json.isEmpty() ? "{}" : json.toString())));
        ArrayNode content = message.putArray("content");
        for (int i = 0; i < blocks.size(); i++) {
            content.add(blocks.get(i));
        }
        return message;
    }

    private static void append(ObjectNode block, JsonNode delta) {
        for (String field : new String[] {"text", "thinking", "signature"}) {
            if (delta.has(field)) {
                block.put(field, block.path(field).asText() + delta.path(field).asText());
            }
        }
    }
}
