package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every body and every event in Anthropic's format is as Anthropic publishes it, whoever answers.
class MessagesSchemaE2e {
    private static final String MESSAGES = "/v1/messages";
    private static final String WEATHER = """
            "tools": [{"name": "get_weather", "description": "The weather of a city", "input_schema":
              {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}]""";

    private final Caller caller = Caller.rich();

    static Stream<String> models() {
        return Dialects.models().values().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void wholeMessagesAreValid(String model) {
        assertWhole(message(model, "Hello!", "\"system\": \"Be kind.\""));
        assertWhole(message(model, "parallel weather of Paris and Rome", WEATHER));
        assertWhole(message(model, "one two three four five six seven", "\"max_tokens\": 3"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void eventsAreValid(String model) {
        assertStream(message(model, "Hello!", "\"stream\": true"));
        assertStream(message(model, "parallel weather of Paris and Rome", "\"stream\": true, " + WEATHER));
    }

    /// Passed on as they came, and of a model that tells its thoughts in another format.
    @ParameterizedTest
    @ValueSource(strings = {"claude-haiku-4-5", "demo-reasoning"})
    void thoughtsAreValid(String model) {
        String thinking = "\"max_tokens\": 4096, \"thinking\": {\"type\": \"enabled\", \"budget_tokens\": 1024}";
        JsonNode whole = assertWhole(message(model, "Think of rivers", thinking));
        assertThat(whole.path("content").findValuesAsText("type")).contains("thinking", "text");
        List<JsonNode> events = assertStream(message(model, "Think of rivers", "\"stream\": true, " + thinking));
        assertThat(events)
                .anySatisfy(
                        event -> assertThat(event.at("/delta/type").asText()).isEqualTo("thinking_delta"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void countsOfTokensAreValid(String model) {
        JsonNode counted =
                caller.post(MESSAGES + "/count_tokens", """
                {"model": "%s", "messages": [{"role": "user", "content": "Hello!"}]}""".formatted(model)).json();
        AnthropicSchema.MESSAGE_TOKENS.assertValid(counted);
    }

    @Test
    void listedModelsAreValid() {
        JsonNode page = listed("/v1/models?limit=5");
        AnthropicSchema.MODELS.assertValid(page);
        assertThat(page.path("data")).hasSize(5);
        AnthropicSchema.MODEL.assertValid(listed("/v1/models/demo"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | {"model": "demo", "max_tokens": 5, "messages": []}
            400 | {"model": "demo"
            400 | {"model": "demo", "messages": [{"role": "user", "content": "Hi"}]}
            404 | {"model": "no-such", "max_tokens": 5, "messages": [{"role": "user", "content": "Hi"}]}
            503 | {"model": "fault-500", "max_tokens": 50, "messages": [{"role": "user", "content": "Hi"}]}
            """)
    void errorsAreValid(int status, String body) {
        Reply reply = caller.post(MESSAGES, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        AnthropicSchema.ERROR.assertValid(reply.json());
    }

    @Test
    void refusalsOfACallerAreValid() {
        String body = message("demo", "Hi", "\"max_tokens\": 50");
        List<Reply> refusals = List.of(
                new Caller(caller.suite(), "sk-wrong").post(MESSAGES, body),
                new Caller(caller.suite(), caller.suite().customer(0, "").secret()).post(MESSAGES, body),
                caller.with("\"models\":[\"gpt-4o\"]").post(MESSAGES, body));
        assertThat(refusals).extracting(Reply::status).containsExactly(401, 402, 403);
        refusals.forEach(reply -> AnthropicSchema.ERROR.assertValid(reply.json()));
    }

    @Test
    void anErrorInAStreamIsValid() {
        Reply reply = caller.post(MESSAGES, message("fault-error-frame", Ask.words("a", 40), "\"stream\": true"));
        List<JsonNode> events = reply.dataOfEvents();
        AnthropicSchema.ERROR.assertValid(events.getLast());
        events.subList(0, events.size() - 1).forEach(AnthropicSchema.MESSAGE_EVENT::assertValid);
    }

    /// Each mends one thing of a good answer for the worse; a validator that lets it pass proves nothing.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /          | id            |
            /          | type          | "completion"
            /          | role          | "user"
            /          | content       | "Hello!"
            /          | stop_reason   | "stop"
            /          | usage         | null
            /content/0 | text          |
            /content/0 | type          | "words"
            /usage     | input_tokens  |
            /usage     | output_tokens | 1.5
            """)
    void aBrokenMessageIsNotValid(String at, String field, String value) {
        JsonNode answer = assertWhole(message("demo", "Hello!", "\"max_tokens\": 50"));
        ObjectNode broken = (ObjectNode) answer.at(at.equals("/") ? "" : at);
        if (value == null) {
            assertThat(broken.remove(field)).as(field).isNotNull();
        } else {
            broken.set(field, Suite.json(value));
        }
        assertThat(AnthropicSchema.MESSAGE.violations(answer))
                .as(answer.toString())
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyObjectIsNeverValid(AnthropicSchema schema) {
        assertThat(schema.violations(Suite.json("{}"))).isNotEmpty();
    }

    private JsonNode assertWhole(String body) {
        Reply reply = caller.post(MESSAGES, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        AnthropicSchema.MESSAGE.assertValid(reply.json());
        return reply.json();
    }

    private List<JsonNode> assertStream(String body) {
        Reply reply = caller.post(MESSAGES, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        List<JsonNode> events = reply.dataOfEvents();
        assertThat(events).hasSizeGreaterThan(4).allSatisfy(AnthropicSchema.MESSAGE_EVENT::assertValid);
        assertThat(events.getLast().path("type").asText()).isEqualTo("message_stop");
        return events;
    }

    private JsonNode listed(String path) {
        HttpRequest request = HttpRequest.newBuilder(caller.suite().edge(1).resolve(path))
                .header("x-api-key", caller.secret())
                .header("anthropic-version", "2023-06-01")
                .build();
        return Suite.json(caller.suite().send(request).body());
    }

    private static String message(String model, String text, String fields) {
        String bound = fields.contains("max_tokens") ? "" : "\"max_tokens\": 512, ";
        return "{\"model\": \"" + model + "\", " + bound + fields
                + ", \"messages\": [{\"role\": \"user\", \"content\": \"" + text + "\"}]}";
    }
}
