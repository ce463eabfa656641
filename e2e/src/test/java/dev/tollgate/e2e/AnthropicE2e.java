package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A model of Anthropic's through the suite, played by the strict fake: the dialect both ways, and each class of its
/// usage charged.
class AnthropicE2e {
    private static final String MODEL = "claude-3-5-sonnet";
    /// Nano-credits a token, by the default catalogue.
    private static final long INPUT = 25_000;

    private static final long CACHED = 2_500;
    private static final long WRITTEN = 31_250;
    private static final long OUTPUT = 125_000;

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);
    private final Suite.Customer customer = suite.customer(10 * Suite.CREDIT, "");
    private final String marker = Ask.marker();

    @Test
    void answersAHistoryThatTheProviderWouldRefuse() {
        HttpResponse<String> answer = suite.ask(1, customer.secret(), """
                {"model":"claude-3-5-sonnet","max_tokens":200,"temperature":2,"messages":[
                 {"role":"assistant","content":"I begin."},{"role":"user","content":"One"},{"role":"user","content":""},
                 {"role":"system","content":"Late."},{"role":"user","content":"%s [cached:5] [written:4]"}]}""".formatted(marker));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode body = Suite.json(answer.body());
        assertThat(body.path("model").textValue()).isEqualTo(MODEL);
        assertThat(body.at("/choices/0/message/content").textValue()).contains(marker);
        JsonNode sent = new DemoLog(suite).with(marker).getFirst();
        assertThat(sent.path("path").textValue()).isEqualTo("/anthropic/v1/messages");
        assertThat(sent.at("/headers/x-api-key").textValue()).isEqualTo("present");
        assertThat(sent.at("/body/model").textValue()).isEqualTo("claude-3-5-sonnet-20241022");
        assertThat(sent.at("/body/messages").findValuesAsText("role")).containsExactly("user", "assistant", "user");
        assertIsCharged(answer, body.path("usage"));
    }

    @Test
    void streamsItsUsageLast() {
        HttpResponse<String> answer = suite.ask(1, customer.secret(), """
                {"model":"claude-3-5-sonnet","max_tokens":200,"stream":true,"stream_options":{"include_usage":true},
                 "messages":[{"role":"user","content":"%s [cached:5] [written:4]"}]}""".formatted(marker));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<String> data = answer.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
        assertThat(data.getLast()).isEqualTo("[DONE]");
        List<JsonNode> chunks =
                data.subList(0, data.size() - 1).stream().map(Suite::json).toList();
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asText("")));
        assertThat(text.toString()).startsWith("You said: ").contains(marker);
        assertThat(chunks)
                .allSatisfy(chunk -> assertThat(chunk.path("model").textValue()).isEqualTo(MODEL));
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").textValue())
                .isEqualTo("stop");
        assertIsCharged(answer, chunks.getLast().path("usage"));
    }

    private void assertIsCharged(HttpResponse<String> answer, JsonNode usage) {
        long cached = usage.at("/prompt_tokens_details/cached_tokens").longValue();
        long written = usage.at("/prompt_tokens_details/cache_write_tokens").longValue();
        assertThat(cached).isEqualTo(5);
        assertThat(written).isEqualTo(4);
        long expected = (usage.path("prompt_tokens").longValue() - cached - written) * INPUT
                + cached * CACHED
                + written * WRITTEN
                + usage.path("completion_tokens").longValue() * OUTPUT;
        JsonNode record =
                books.posted(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(record.get("charge").textValue()).isEqualTo(Long.toString(expected));
        assertThat(record.path("estimated").booleanValue()).isFalse();
        books.verify();
    }
}
