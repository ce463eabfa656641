package dev.tollgate.edge.provider.spi.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.TestChat;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkWriterTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RecordingWriter out = new RecordingWriter();

    @Test
    void everyChoiceBeginsWithItsRoleAndOnlyOnce() throws IOException {
        ChunkWriter chunks = writer(false);
        chunks.content(0, "a", out);
        chunks.content(1, "b", out);
        chunks.content(0, "c", out);
        assertThat(delta(0)).isEqualTo(JSON.readTree("{\"role\":\"assistant\",\"content\":\"\"}"));
        assertThat(delta(1)).isEqualTo(JSON.readTree("{\"content\":\"a\"}"));
        assertThat(chunk(2).path("choices").path(0).path("index").intValue()).isEqualTo(1);
        assertThat(delta(2).path("role").textValue()).isEqualTo("assistant");
        assertThat(out.chunks).hasSize(5);
    }

    @Test
    void textIsToldAsJsonWritesIt() {
        ChunkWriter chunks = writer(false);
        chunks.reasoning(0, "hm", out);
        chunks.content(0, "\"ä\n", out);
        chunks.toolCall(0, 0, "c", "f", out);
        chunks.arguments(0, 0, "{\"x\"", out);
        assertThat(out.texts).isEqualTo(List.of("hm", "\\\"ä\\n", "{\\\"x\\\""));
    }

    @Test
    void aCallsFirstFragmentHasItsNameAndTheOthersOnlyTheIndex() throws IOException {
        ChunkWriter chunks = writer(false);
        chunks.toolCall(0, 1, "call_1", "f", out);
        chunks.arguments(0, 1, "{}", out);
        assertThat(delta(1).path("tool_calls")).isEqualTo(JSON.readTree("""
                [{"index":1,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]"""));
        assertThat(delta(2).path("tool_calls"))
                .isEqualTo(JSON.readTree("[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]"));
    }

    @Test
    void aChoiceThatSaysNothingBeginsAllTheSame() throws IOException {
        writer(false).finish(0, "content_filter", out);
        assertThat(delta(0).path("role").textValue()).isEqualTo("assistant");
        assertThat(chunk(out.chunks.size() - 1)
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .textValue())
                .isEqualTo("content_filter");
    }

    @Test
    void usageIsForThoseWhoAskedForIt() throws IOException {
        Quantities usage = Quantities.of(5, 2).with(UsageClass.CACHED_INPUT, 3).with(UsageClass.REASONING, 4);
        writer(false).usage(usage, out);
        assertThat(out.chunks).isEmpty();
        ChunkWriter chunks = writer(true);
        chunks.content(0, "a", out);
        chunks.usage(usage, out);
        assertThat(chunk(0).get("usage").isNull()).isTrue();
        JsonNode last = chunk(2);
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.path("usage").path("prompt_tokens").longValue()).isEqualTo(8);
        assertThat(last.path("usage").path("completion_tokens").longValue()).isEqualTo(6);
        assertThat(last.path("usage").path("total_tokens").longValue()).isEqualTo(14);
        assertThat(last.at("/usage/prompt_tokens_details/cached_tokens").longValue())
                .isEqualTo(3);
    }

    @Test
    void halfACharacterDoesNotBreakAStream() throws IOException {
        writer(false).content(0, "a\ud83d", out);
        assertThat(delta(1).path("content").textValue()).isEqualTo("a?");
        assertThat(out.texts).containsExactly("a?");
    }

    @Test
    void aPlainAnswerHasEveryKeyThatSdksWant() throws IOException {
        ObjectNode message = JSON.createObjectNode().put("content", "hi");
        new CompletionWriter(new TestChat("public", false, false))
                .write("id", 7, List.of(new CompletionWriter.Choice(0, message, "stop", null)), null, out);
        assertThat(JSON.readTree(out.chunks.getFirst())).isEqualTo(JSON.readTree("""
                {"id":"id","object":"chat.completion","created":7,"model":"public","choices":[{"index":0,
                 "message":{"role":"assistant","content":"hi","refusal":null},"logprobs":null,"finish_reason":"stop"}]}"""));
        assertThat(out.texts).containsExactly("hi");
    }

    private ChunkWriter writer(boolean includeUsage) {
        ChunkWriter chunks = new ChunkWriter(new TestChat("public", true, includeUsage));
        chunks.begin("chatcmpl-1", 7);
        return chunks;
    }

    private JsonNode chunk(int at) throws IOException {
        return JSON.readTree(out.chunks.get(at));
    }

    private JsonNode delta(int at) throws IOException {
        return chunk(at).path("choices").path(0).path("delta");
    }
}
