package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every body and every stream event of a running suite is as OpenAI publishes it.
class SchemaE2e {
    private static final String WEATHER = """
            "tools": [{"type": "function", "function": {"name": "get_weather",
              "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]""";

    private static final String PERSON = """
            "response_format": {"type": "json_schema", "json_schema": {"name": "person", "strict": true,
              "schema": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
                "required": ["name", "age"], "additionalProperties": false}}}""";

    private final Caller caller = Caller.rich();

    static Stream<String> models() {
        return Dialects.models().values().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void wholeChatAnswersAreValid(String model) {
        assertWhole(chat(model, "Hello!", ""));
        assertWhole(chat(model, "What is the weather in Paris?", WEATHER));
        assertWhole(chat(model, "Ada is 36", PERSON));
        assertWhole(chat(model, "one two three four five six seven", "\"max_tokens\": 3"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void chatChunksAreValid(String model) {
        assertStream(chat(model, "Hello!", "\"stream\": true"));
        assertStream(chat(model, "Hello!", "\"stream\": true, \"stream_options\": {\"include_usage\": true}"));
        assertStream(chat(model, "parallel weather of Paris and Rome", "\"stream\": true, " + WEATHER));
        assertStream(chat(model, "Ada is 36", "\"stream\": true, " + PERSON));
    }

    @Test
    void severalChoicesAndTheirLogProbabilitiesAreValid() {
        String fields = "\"n\": 2, \"logprobs\": true, \"top_logprobs\": 2";
        JsonNode whole = caller.post("/v1/chat/completions", chat("demo", "Hello!", fields))
                .json();
        OpenAiSchema.CHAT.assertValid(whole);
        assertThat(whole.get("choices")).hasSize(2);
        assertStream(chat("demo", "Hello!", "\"stream\": true, " + fields));
    }

    @Test
    void modelsAreValid() {
        JsonNode models = caller.get("/v1/models").json();
        OpenAiSchema.MODELS.assertValid(models);
        assertThat(models.get("data")).isNotEmpty().allSatisfy(OpenAiSchema.MODEL::assertValid);
        OpenAiSchema.MODEL.assertValid(caller.get("/v1/models/demo").json());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | {"model": "demo", "messages": []}
            400 | {"model": "demo"
            400 | {"model": "demo", "messages": [{"role": "user", "content": "Hi"}], "temperature": 3}
            404 | {"model": "no-such", "messages": [{"role": "user", "content": "Hi"}]}
            503 | {"model": "fault-500", "messages": [{"role": "user", "content": "Hi"}]}
            503 | {"model": "fault-500", "messages": [{"role": "user", "content": "Hi"}], "stream": true}
            """)
    void errorsAreValid(int status, String body) {
        Reply reply = caller.post("/v1/chat/completions", body);
        assertThat(reply.status()).isEqualTo(status);
        OpenAiSchema.ERROR.assertValid(reply.json());
    }

    @Test
    void refusalsOfACallerAreValid() {
        String body = chat("demo", "Hi", "");
        Caller limited = caller.with("\"limits\":{\"rpm\":1}");
        assertThat(limited.post("/v1/chat/completions", body).status()).isEqualTo(200);
        Map<Integer, Reply> refusals = Map.of(
                401, new Caller(caller.suite(), "sk-wrong").get("/v1/models"),
                402,
                        new Caller(
                                        caller.suite(),
                                        caller.suite().customer(0, "").secret())
                                .post("/v1/chat/completions", body),
                403, caller.with("\"models\":[\"gpt-4o\"]").post("/v1/chat/completions", body),
                404, caller.get("/v1/nothing"),
                429, limited.post("/v1/chat/completions", body));
        refusals.forEach((status, reply) -> {
            assertThat(reply.status()).as(reply.body()).isEqualTo(status);
            OpenAiSchema.ERROR.assertValid(reply.json());
        });
    }

    @Test
    void anErrorInAStreamIsValid() {
        Reply reply = caller.post("/v1/chat/completions", chat("fault-error-frame", "Hi", "\"stream\": true"));
        List<JsonNode> frames = reply.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> Suite.json(line.substring(6)))
                .toList();
        OpenAiSchema.ERROR.assertValid(frames.getLast());
        frames.subList(0, frames.size() - 1).forEach(OpenAiSchema.CHAT_CHUNK::assertValid);
    }

    /// Each mends one thing of a good answer for the worse; a validator that lets it pass proves nothing.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /            | id            |
            /            | object        | "chat.completion.chunk"
            /            | created       | "now"
            /            | choices       | {}
            /            | usage         | null
            /choices/0   | index         |
            /choices/0   | logprobs      |
            /choices/0   | finish_reason | null
            /choices/0   | finish_reason | "done"
            /choices/0/message | role    | "user"
            /choices/0/message | content | 7
            /choices/0/message | refusal |
            /choices/0/message | tool_calls | null
            /usage       | total_tokens  |
            /usage       | prompt_tokens | 1.5
            """)
    void aBrokenAnswerIsNotValid(String at, String field, String value) {
        JsonNode answer =
                caller.post("/v1/chat/completions", chat("demo", "Hello!", "")).json();
        OpenAiSchema.CHAT.assertValid(answer);
        ObjectNode broken = (ObjectNode) answer.at(at.equals("/") ? "" : at);
        if (value == null) {
            assertThat(broken.remove(field)).as(field).isNotNull();
        } else {
            broken.set(field, Suite.json(value));
        }
        assertThat(OpenAiSchema.CHAT.violations(answer)).as(answer.toString()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyObjectIsNeverValid(OpenAiSchema schema) {
        assertThat(schema.violations(Suite.json("{}"))).isNotEmpty();
    }

    private void assertWhole(String body) {
        Reply reply = caller.post("/v1/chat/completions", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        OpenAiSchema.CHAT.assertValid(reply.json());
    }

    private void assertStream(String body) {
        Reply reply = caller.post("/v1/chat/completions", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.events()).hasSizeGreaterThan(2).allSatisfy(OpenAiSchema.CHAT_CHUNK::assertValid);
    }

    private static String chat(String model, String text, String fields) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]"
                + (fields.isEmpty() ? "" : "," + fields) + "}";
    }
}
