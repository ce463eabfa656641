package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import java.util.HashMap;
import java.util.Map;

/// The blocks of a message whose pieces come as a chat's deltas: one is open at a time, and numbered in its turn.
final class MessageBlocks {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private enum Open {
        NONE,
        TEXT,
        THINKING,
        CALL
    }

    private final Map<Integer, Integer> calls = new HashMap<>();
    private Open open = Open.NONE;
    private int index = -1;
    private boolean signed;

    /// Whether there is anything in it: the first chunk of a choice tells a role alone.
    static boolean says(JsonNode delta) {
        return !text(delta).isEmpty()
                || !Thoughts.said(delta).isEmpty()
                || !delta.path("tool_calls").isEmpty()
                || !delta.path(Thoughts.DETAILS).isEmpty();
    }

    boolean called() {
        return !calls.isEmpty();
    }

    void delta(JsonNode delta, AnswerWriter out) {
        think(Thoughts.said(delta), out);
        for (JsonNode detail : delta.path(Thoughts.DETAILS)) {
            detail(detail, out);
        }
        String text = text(delta);
        if (!text.isEmpty()) {
            if (open != Open.TEXT) {
                start(Open.TEXT, block("text").put("text", ""), out);
            }
            piece(index, "text_delta", "text", text, out);
        }
        for (JsonNode call : delta.path("tool_calls")) {
            call(call, out);
        }
    }

    /// A thought that nobody has signed is signed by us.
    void close(AnswerWriter out) {
        if (open == Open.THINKING && !signed) {
            piece(index, "signature_delta", "signature", Repairs.UNSIGNED, out);
        }
        if (open != Open.NONE) {
            MessageEvents.write(at("content_block_stop", index), out);
        }
        open = Open.NONE;
    }

    /// What was said, or why nothing is.
    private static String text(JsonNode delta) {
        String content = delta.path("content").asText("");
        return content.isEmpty() ? delta.path("refusal").asText("") : content;
    }

    private void think(String thought, AnswerWriter out) {
        if (!thought.isEmpty()) {
            startThinking(out);
            piece(index, "thinking_delta", "thinking", thought, out);
        }
    }

    private void startThinking(AnswerWriter out) {
        if (open != Open.THINKING || signed) {
            start(Open.THINKING, block("thinking").put("thinking", "").put("signature", ""), out);
            signed = false;
        }
    }

    /// A thought's signature comes behind it; one that was not shown is nothing but that.
    private void detail(JsonNode detail, AnswerWriter out) {
        String signature = Thoughts.signature(detail);
        String hidden = Thoughts.hidden(detail);
        if (!signature.isEmpty()) {
            startThinking(out);
            piece(index, "signature_delta", "signature", signature, out);
            signed = true;
        } else if (!hidden.isEmpty()) {
            start(Open.TEXT, block("redacted_thinking").put("data", hidden), out);
            close(out);
        }
    }

    private void call(JsonNode call, AnswerWriter out) {
        int number = call.path("index").asInt(calls.size());
        JsonNode function = call.path("function");
        Integer at = calls.get(number);
        if (at == null) {
            ObjectNode block = block("tool_use")
                    .put("id", call.path("id").asText("toolu_" + number))
                    .put("name", function.path("name").asText());
            block.putObject("input");
            start(Open.CALL, block, out);
            at = index;
            calls.put(number, at);
        }
        String fragment = function.path("arguments").asText("");
        if (!fragment.isEmpty()) {
            piece(at, "input_json_delta", "partial_json", fragment, out);
        }
    }

    private void start(Open kind, ObjectNode block, AnswerWriter out) {
        close(out);
        index++;
        ObjectNode event = at("content_block_start", index);
        event.set("content_block", block);
        MessageEvents.write(event, out);
        open = kind;
    }

    private static void piece(int at, String type, String name, String text, AnswerWriter out) {
        ObjectNode event = at("content_block_delta", at);
        event.putObject("delta").put("type", type).put(name, text);
        MessageEvents.write(event, out);
    }

    private static ObjectNode block(String type) {
        return JSON.objectNode().put("type", type);
    }

    private static ObjectNode at(String type, int index) {
        return JSON.objectNode().put("type", type).put("index", index);
    }
}
