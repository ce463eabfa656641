package dev.tollgate.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoProviderTest {

    private static final String WEATHER = "'tools':[{'type':'function','function':{'name':'get_weather','parameters':"
            + "{'type':'object','properties':{'city':{'type':'string'},'unit':{'enum':['c','f']}},"
            + "'required':['city','unit']}}}]";

    private DemoProvider provider;
    private DemoClient client;

    @BeforeEach
    void start() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
        client = new DemoClient(provider.baseUrl());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void repeatsWhatItWasTold() {
        JsonNode answer = DemoClient.json(client.chat(body("demo", "Hello there", "")));

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("You said: Hello there");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/prompt_tokens").asLong()).isEqualTo(3 + 4 + 3);
        assertThat(answer.at("/usage/completion_tokens").asLong()).isEqualTo(6);
    }

    @Test
    void streamsTheSameTextWordByWord() {
        HttpResponse<String> response =
                client.chat(body("demo-1ms-30w", "Hi", ",'stream':true,'stream_options':{'include_usage':true}"));
        List<JsonNode> frames = DemoClient.frames(response);

        assertThat(frames.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(frames).hasSize(1 + 30 + 1 + 1);
        assertThat(frames.get(31).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(frames.getFirst().get("usage").isNull()).isTrue();
        assertThat(frames.getLast().get("choices")).isEmpty();
        assertThat(frames.getLast().at("/usage/completion_tokens").asLong()).isPositive();
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        assertThat(text(frames))
                .isEqualTo(DemoClient.json(client.chat(body("demo-30w", "Hi", "")))
                        .at("/choices/0/message/content")
                        .asText());
    }

    @Test
    void sendsNoUsageToThoseWhoDidNotAsk() {
        HttpResponse<String> response = client.chat(body("demo", "Hi", ",'stream':true"));

        assertThat(DemoClient.frames(response))
                .allSatisfy(frame -> assertThat(frame.has("usage")).isFalse())
                .allSatisfy(frame -> assertThat(frame.get("choices")).isNotEmpty());
    }

    @Test
    void honoursBoundStopAndChoices() {
        JsonNode bound = DemoClient.json(client.chat(body("demo-100w", "Hi", ",'max_tokens':5")));
        JsonNode stopped = DemoClient.json(client.chat(body("demo", "one two three", ",'stop':' two'")));
        JsonNode several = DemoClient.json(client.chat(body("demo", "Hi", ",'n':3")));

        assertThat(bound.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(bound.at("/usage/completion_tokens").asLong()).isEqualTo(5);
        assertThat(stopped.at("/choices/0/message/content").asText()).isEqualTo("You said: one");
        assertThat(several.get("choices")).hasSize(3);
        assertThat(several.at("/usage/completion_tokens").asLong()).isEqualTo(9);
    }

    @Test
    void callsToolsWithArgumentsOfTheSchema() {
        JsonNode one = DemoClient.json(client.chat(body("demo", "Weather in Paris?", "," + WEATHER)));
        JsonNode two = DemoClient.json(client.chat(body("demo", "Weather, in parallel", "," + WEATHER)));
        JsonNode none = DemoClient.json(client.chat(body("demo", "Weather?", ",'tool_choice':'none'," + WEATHER)));

        assertThat(one.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(one.at("/choices/0/message/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"city\":\"Paris\",\"unit\":\"c\"}");
        assertThat(two.at("/choices/0/message/tool_calls")).hasSize(2);
        assertThat(none.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void streamsParallelCallsOneAfterTheOther() {
        List<JsonNode> frames =
                DemoClient.frames(client.chat(body("demo", "Weather, in parallel", ",'stream':true," + WEATHER)));
        List<Integer> order = frames.stream()
                .map(frame -> frame.at("/choices/0/delta/tool_calls/0/index"))
                .filter(JsonNode::isInt)
                .map(JsonNode::asInt)
                .toList();

        assertThat(order).containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void answersAToolsResultWithText() {
        JsonNode answer = DemoClient.json(client.chat("""
                {'model':'demo',%s,'messages':[{'role':'user','content':'weather?'},{'role':'assistant','tool_calls':
                [{'id':'call_1','type':'function','function':{'name':'get_weather','arguments':'{}'}}]},
                {'role':'tool','tool_call_id':'call_1','content':'sunny'}]}""".formatted(WEATHER)));

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("The tool said: sunny");
    }

    @Test
    void writesJsonOfTheSchema() {
        JsonNode answer = DemoClient.json(client.chat(body("demo", "Hi", """
                ,'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':{'type':'object',
                'properties':{'name':{'type':'string'},'ages':{'type':'array','items':{'type':'integer'}}}}}}""")));

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("{\"name\":\"text\",\"ages\":[1]}");
    }

    @Test
    void takesImagesAndTellsCachedAndReasoningTokens() {
        JsonNode image = DemoClient.json(client.chat("""
                {'model':'demo','messages':[{'role':'user','content':[{'type':'text','text':'look'},
                {'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]}]}"""));
        JsonNode cached = DemoClient.json(client.chat(body("demo", "Hi [cached:5]", "")));
        JsonNode thinking = DemoClient.json(client.chat(body("demo-reasoning", "Hi", ",'reasoning_effort':'low'")));

        assertThat(image.at("/usage/prompt_tokens").asLong()).isEqualTo(1 + 4 + 3 + 85);
        assertThat(cached.at("/usage/prompt_tokens_details/cached_tokens").asLong())
                .isEqualTo(5);
        assertThat(thinking.at("/usage/completion_tokens_details/reasoning_tokens")
                        .asLong())
                .isEqualTo(64);
        assertThat(thinking.at("/usage/completion_tokens").asLong()).isEqualTo(64 + 3);
    }

    @ParameterizedTest
    @CsvSource({
        "fault-429,429",
        "fault-500,500",
        "fault-503,503",
        "fault-401,401",
        "fault-402,402",
        "fault-403,403",
        "fault-404,404",
        "fault-400,400",
        "fault-422,422",
        "fault-leak,500"
    })
    void answersFaultsByStatus(String model, int status) {
        HttpResponse<String> response = client.chat(body(model, "Hi", ""));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(DemoClient.json(response).at("/error/message").asText()).isNotEmpty();
        assertThat(response.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 429);
    }

    @Test
    void limitsAPromptOnlyOnce() {
        assertThat(client.chat(body("fault-429-once", "again", "")).statusCode())
                .isEqualTo(429);
        assertThat(client.chat(body("fault-429-once", "again", "")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void resetsBeforeAndInTheMiddle() {
        assertThatThrownBy(() -> client.chat(body("fault-reset", "Hi", ""))).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> client.chat(body("fault-reset-mid", "Hi", "")))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> client.chat(body("fault-reset-mid", "Hi", ",'stream':true")))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void breaksStreamsInTheirOtherWays() {
        String stream = ",'stream':true,'stream_options':{'include_usage':true}";

        assertThat(client.chat(body("fault-no-done", "Hi", stream)).body()).doesNotContain("[DONE]");
        assertThat(client.chat(body("fault-no-usage", "Hi", stream)).body())
                .contains("[DONE]")
                .doesNotContain("prompt_tokens");
        assertThat(client.chat(body("fault-error-frame", "Hi", stream)).body())
                .contains("data: {\"error\"")
                .doesNotContain("[DONE]");
        assertThat(client.chat(body("fault-bad-json", "Hi", "")).body()).isEqualTo("<html>not JSON");
        assertThat(client.chat(body("fault-huge-line", "Hi", stream)).body().length())
                .isGreaterThan(8 << 20);
        assertThat(text(DemoClient.frames(client.chat(body("fault-utf8-split", "Hi", stream)))))
                .isEqualTo("Grüße aus Zürich: 你好，世界 🌍 — ça marche!");
    }

    @Test
    void remembersWhatWasAskedAndForgetsWhenTold() {
        client.chat(body("demo", "remember me", ""), "Authorization", "Bearer sk-secret", "X-Extra", "yes");
        HttpResponse<String> kept = client.get("/demo/requests");
        JsonNode entry = DemoClient.json(kept).at("/requests/0");

        assertThat(entry.get("authorization").asBoolean()).isTrue();
        assertThat(entry.at("/headers/x-extra").asText()).isEqualTo("yes");
        assertThat(entry.at("/body/messages/0/content").asText()).isEqualTo("remember me");
        assertThat(kept.body()).doesNotContain("sk-secret");

        client.delete("/demo/requests");
        assertThat(DemoClient.json(client.get("/demo/stats")).get("requests").asLong())
                .isZero();
    }

    @Test
    void noticesAClientThatLeaves() throws IOException {
        URI base = provider.baseUrl();
        String body = body("demo-20ms-5000w", "Hi", ",'stream':true").replace('\'', '"');
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: demo\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).isPositive();
        }

        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            JsonNode entry = DemoClient.json(client.get("/demo/requests?model=demo-20ms-5000w"))
                    .at("/requests/0");
            assertThat(entry.get("client_closed").asBoolean()).isTrue();
            assertThat(entry.get("chunks_written").asLong()).isBetween(1L, 1_000L);
        });
    }

    @Test
    void listsItsModels() {
        assertThat(DemoClient.json(client.get("/v1/models")).at("/data/0/id").asText())
                .isEqualTo("demo");
        assertThat(DemoClient.json(client.get("/v1/models")).findValuesAsText("id"))
                .contains(
                        "demo-embedding",
                        "demo-image",
                        "demo-image-tokens",
                        "demo-transcribe",
                        "demo-transcribe-minutes",
                        "demo-speech",
                        "demo-rerank",
                        "demo-realtime",
                        "fault-500");
        assertThat(client.get("/v1/models/demo-7ms").statusCode()).isEqualTo(200);
        assertThat(client.get("/v1/models/demo-realtime-7ms").statusCode()).isEqualTo(200);
        assertThat(client.get("/v1/models/demo-transcribe-minutes").statusCode())
                .isEqualTo(200);
        assertThat(client.get("/v1/models/none").statusCode()).isEqualTo(404);
    }

    @Test
    void standsInForOtherModelsWhenTold() {
        try (DemoProvider standIn = DemoProvider.start(new DemoSettings("127.0.0.1", 0, null, true))) {
            JsonNode answer = DemoClient.json(new DemoClient(standIn.baseUrl()).chat(body("gpt-5.5", "Hi", "")));

            assertThat(answer.get("model").asText()).isEqualTo("gpt-5.5");
        }
    }

    private static String text(List<JsonNode> frames) {
        return frames.stream()
                .map(frame -> frame.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }

    private static String body(String model, String content, String more) {
        return "{'model':'%s','messages':[{'role':'user','content':'%s'}]%s}".formatted(model, content, more);
    }
}
