package dev.tollgate.local.fake.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicFakeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] HEADERS = {"x-api-key", "k", "anthropic-version", "2023-06-01"};
    private static final String WEATHER = "'tools':[{'name':'weather','input_schema':{'type':'object','properties':"
            + "{'city':{'type':'string'}}}},{'name':'nothing','input_schema':{'type':'object'}}]";

    private static DemoProvider provider;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        provider.close();
        client.close();
    }

    @Test
    void answersWithPredictableUsage() {
        JsonNode message = json(ask("demo", "Say [cached:5] this [written:4]", ""));

        assertThat(message.at("/content/0/text").asText()).isEqualTo("You said: Say [cached:5] this [written:4]");
        assertThat(message.path("stop_reason").asText()).isEqualTo("end_turn");
        // 31 bytes are 8 tokens, 4 for the turn, 3 for the reply: 15, of which 5 are read and 4 written.
        assertThat(message.at("/usage/input_tokens").asLong()).isEqualTo(6);
        assertThat(message.at("/usage/cache_read_input_tokens").asLong()).isEqualTo(5);
        assertThat(message.at("/usage/cache_creation_input_tokens").asLong()).isEqualTo(4);
        assertThat(message.at("/usage/output_tokens").asLong()).isEqualTo(11);
    }

    @Test
    void streamsTheEventsInTheirOrder() {
        List<JsonNode> events = events(ask("demo", "hi you", "'stream':true"));

        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsExactly(
                        "message_start",
                        "ping",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(events.getFirst().at("/message/usage/output_tokens").asLong())
                .isEqualTo(1);
        assertThat(events.get(8).at("/usage/output_tokens").asLong()).isEqualTo(4);
    }

    @Test
    void streamsAThoughtItsSignatureAndFragmentsOfAnInput() {
        List<JsonNode> events = events(ask(
                "claude-sonnet-4-5",
                "weather",
                WEATHER + ",'stream':true,'max_tokens':2000,'thinking':{'type':'enabled','budget_tokens':1024}"));

        StringBuilder thinking = new StringBuilder();
        StringBuilder input = new StringBuilder();
        String signature = "";
        for (JsonNode event : events) {
            thinking.append(event.at("/delta/thinking").asText());
            input.append(event.at("/delta/partial_json").asText());
            signature += event.at("/delta/signature").asText();
        }
        assertThat(signature).isEqualTo(Signature.of(thinking.toString()));
        assertThat(input).hasToString("{\"city\":\"Paris\"}");
    }

    @Test
    void aCallWithoutArgumentsHasOneEmptyFragment() {
        List<JsonNode> events = events(ask("demo", "call nothing", WEATHER + ",'stream':true"));

        assertThat(events)
                .extracting(event -> event.at("/delta/partial_json"))
                .filteredOn(JsonNode::isTextual)
                .extracting(JsonNode::asText)
                .containsExactly("");
    }

    @ParameterizedTest
    @CsvSource({
        "fault-429,429,rate_limit_error",
        "fault-500,500,api_error",
        "fault-503,529,overloaded_error",
        "fault-401,401,authentication_error",
        "fault-402,402,billing_error",
        "fault-403,403,permission_error",
        "fault-404,404,not_found_error",
        "fault-400,400,invalid_request_error",
        "claude-9,404,not_found_error"
    })
    void failsInItsOwnShape(String model, int status, String type) {
        HttpResponse<String> response = ask(model, "hi", "");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).path("type").asText()).isEqualTo("error");
        assertThat(json(response).at("/error/type").asText()).isEqualTo(type);
        assertThat(response.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 429);
        assertThat(response.headers().firstValue("request-id")).isPresent();
    }

    @Test
    void failsInTheMiddleWithAnErrorEvent() {
        List<JsonNode> events = events(ask("fault-error-frame", "hi", "'stream':true"));

        assertThat(events.getLast().at("/error/type").asText()).isEqualTo("overloaded_error");
        assertThat(events).noneMatch(event -> event.path("type").asText().equals("message_stop"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x-api-key|k|401|authentication_error|x-api-key header is required
            anthropic-version|2023-06-01|400|invalid_request_error|anthropic-version: header is required
            """)
    void wantsItsHeaders(String header, String value, int status, String type, String message) {
        String[] others = header.equals("x-api-key")
                ? new String[] {"anthropic-version", "2023-06-01"}
                : new String[] {"x-api-key", value};
        HttpResponse<String> response = post("{}", others);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/error/type").asText()).isEqualTo(type);
        assertThat(json(response).at("/error/message").asText()).isEqualTo(message);
    }

    @Test
    void keepsWhatItWasAsked() throws IOException, InterruptedException {
        ask("demo", "remember me", "");
        HttpRequest log = HttpRequest.newBuilder(provider.baseUrl().resolve("/demo/requests?limit=1"))
                .build();

        JsonNode entry =
                JSON.readTree(client.send(log, BodyHandlers.ofString()).body()).at("/requests/0");
        assertThat(entry.path("path").asText()).isEqualTo("/anthropic/v1/messages");
        assertThat(entry.at("/body/messages/0/content").asText()).isEqualTo("remember me");
        assertThat(entry.at("/headers/x-api-key").asText()).isEqualTo("present");
    }

    private static HttpResponse<String> ask(String model, String text, String fields) {
        String more = fields.isEmpty() ? "" : "," + fields;
        String bound = fields.contains("max_tokens") ? "" : ",\"max_tokens\":100";
        return post(
                "{\"model\":\"" + model + "\"" + bound + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                        + "\"}]" + more.replace('\'', '"') + "}",
                HEADERS);
    }

    private static HttpResponse<String> post(String body, String... headers) {
        HttpRequest request = HttpRequest.newBuilder(provider.baseUrl().resolve("/anthropic/v1/messages"))
                .header("content-type", "application/json")
                .headers(headers)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        return parse(response.body());
    }

    private static List<JsonNode> events(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> parse(line.substring("data: ".length())))
                .toList();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
