package dev.tollgate.edge.provider.spi.chat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import java.nio.charset.StandardCharsets;

/// Tells a writer which text the model has written.
public final class ToldText {
    private ToldText() {}

    /// A piece of it.
    public static void tell(String text, AnswerWriter out) {
        if (!text.isEmpty()) {
            byte[] json = quoted(text);
            out.text(json, 0, json.length);
        }
    }

    /// Half of a surrogate pair has no UTF-8: it is a question mark there, as in the JSON that is written.
    private static byte[] quoted(String text) {
        try {
            return JsonStringEncoder.getInstance().quoteAsUTF8(text);
        } catch (IllegalArgumentException halfACharacter) {
            String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            return JsonStringEncoder.getInstance().quoteAsUTF8(whole);
        }
    }

    /// All of a message, or of a part of one.
    static void tellAll(JsonNode message, AnswerWriter out) {
        tell(message.path("reasoning_content").asText(""), out);
        tell(message.path("content").asText(""), out);
        tell(message.path("refusal").asText(""), out);
        for (JsonNode call : message.path("tool_calls")) {
            tell(call.path("function").path("arguments").asText(""), out);
        }
    }
}
