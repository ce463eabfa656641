package dev.tollgate.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.provider.spi.Operation;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Where words stand in bodies, and how they are changed there.
class JsonTextsTest {
    @Test
    void findsWhatIsSaidInAChat() {
        assertThat(asked(Operation.CHAT, """
                {"model":"m","user":"u","messages":[{"role":"system","content":"a"},
                 {"role":"user","content":[{"type":"text","text":"b"},{"type":"image_url","image_url":{"url":"data:x"}}]},
                 {"role":"assistant","content":null,"tool_calls":[{"function":{"arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"t","content":"c"}]}""")).containsExactly("a", "b", "c");
    }

    @Test
    void findsWhatIsSaidInMessagesAndInDocumentsOfText() {
        assertThat(asked(Operation.MESSAGES, """
                {"system":[{"type":"text","text":"a"}],"messages":[{"role":"user","content":[
                 {"type":"document","source":{"data":"b","media_type":"text/plain","type":"text"},"title":"c"},
                 {"type":"document","source":{"type":"base64","data":"QUJD"}},
                 {"type":"tool_result","content":[{"type":"text","text":"d"}]},
                 {"type":"tool_result","content":"e"}]},
                 {"role":"assistant","content":[{"type":"thinking","thinking":"signed","signature":"s"}]}]}""")).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void findsWhatIsSaidInResponsesPromptsAndInputs() {
        assertThat(asked(Operation.RESPONSES, """
                {"instructions":"a","input":[{"role":"user","content":[{"type":"input_text","text":"b"}]},
                 {"type":"function_call_output","output":"c"}],"prompt":{"id":"p","variables":{"name":"d"}}}""")).containsExactly("a", "b", "c", "d");
        assertThat(asked(Operation.RESPONSES, "{\"input\":\"a\"}")).containsExactly("a");
        assertThat(asked(Operation.COMPLETIONS, "{\"prompt\":[\"a\",\"b\"],\"suffix\":\"c\"}"))
                .containsExactly("a", "b", "c");
        assertThat(asked(Operation.EMBEDDINGS, "{\"input\":[[1,2]]}")).isEmpty();
        assertThat(asked(Operation.RERANK, "{\"query\":\"a\",\"documents\":[\"b\",{\"text\":\"c\"}]}"))
                .containsExactly("a", "b", "c");
    }

    @Test
    void leavesAllButTheChangedByteForByte() {
        String body =
                "{ \"model\" : \"m\", \"n\": 1.0e2,\"messages\":[ {\"content\" :\"a\\u00e9\\/b\"}, {\"content\":\"x\"}],\"z\":null }";
        JsonTexts texts = Objects.requireNonNull(JsonTexts.of(Buffer.buffer(body), TextPlaces.asked(Operation.CHAT)));

        assertThat(texts.with(texts.texts())).hasToString(body);
        assertThat(texts.with(List.of("aé/b", "y \"q\"\n\\ 😀")))
                .hasToString(body.replace("\"x\"", "\"y \\\"q\\\"\\u000a\\\\ 😀\""));
    }

    @Test
    void whatCannotBeReadIsNotTakenForABodyWithoutWords() {
        assertThat(JsonTexts.of(Buffer.buffer("{\"messages\":[{\"content\":\"a\"}"), TextPlaces.asked(Operation.CHAT)))
                .isNull();
    }

    @Test
    void writesHalfACharacterAsAnEscape() {
        assertThat(JsonTexts.quoted("a\ud83d")).isEqualTo("\"a\\ud83d\"");
    }

    private static List<String> asked(Operation operation, String body) {
        return Objects.requireNonNull(JsonTexts.of(Buffer.buffer(body), TextPlaces.asked(operation)))
                .texts();
    }
}
