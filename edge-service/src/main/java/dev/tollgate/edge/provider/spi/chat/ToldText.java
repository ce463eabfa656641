package dev.tollgate.edge.provider.spi.chat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.AnswerWriter;

/// Tells a writer which text the model has written.
final class ToldText {
    private ToldText() {}

    static void tell(String text, AnswerWriter out) {
        if (!text.isEmpty()) {
            byte[] json = JsonStringEncoder.getInstance().quoteAsUTF8(text);
            out.text(json, 0, json.length);
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
