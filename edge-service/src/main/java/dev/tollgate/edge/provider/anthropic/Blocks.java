package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.chat.ChunkWriter;

/// The blocks of a streamed message, which come one after the other: the one that is open, and what is written of
/// it.
final class Blocks {
    private final ChunkWriter chunks;
    private Open open = new Open.Other();
    /// Whether the open call has said something of its input.
    private boolean fragmented;

    private int calls;
    private int details;

    /// Which block is open.
    private sealed interface Open {
        /// Whatever has nothing to be kept: text, and blocks that are not told.
        record Other() implements Open {}

        record Thinking(StringBuilder text, StringBuilder signature) implements Open {}

        /// @param begun what came with the block's beginning, for those that send no fragments
        /// @param index among the calls, or -1 for the answer by our own tool
        record Input(int index, String begun) implements Open {}
    }

    Blocks(ChunkWriter chunks) {
        this.chunks = chunks;
    }

    /// Calls of the caller's tools.
    int calls() {
        return calls;
    }

    void start(JsonNode block, AnswerWriter out) {
        fragmented = false;
        open = switch (block.path("type").asText()) {
            case "text" -> {
                content(block.path("text").asText(), out);
                yield new Open.Other();
            }
            case "thinking" -> {
                Open.Thinking thinking = new Open.Thinking(new StringBuilder(), new StringBuilder());
                think(thinking, block.path("thinking").asText(), out);
                thinking.signature().append(block.path("signature").asText());
                yield thinking;
            }
            case "redacted_thinking" -> {
                detail(ReasoningDetails.redacted(details, block.path("data").asText()), out);
                yield new Open.Other();
            }
            case "tool_use" -> new Open.Input(call(block, out), begun(block.path("input")));
            default -> new Open.Other();
        };
    }

    void delta(JsonNode delta, AnswerWriter out) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> content(delta.path("text").asText(), out);
            case "thinking_delta" -> {
                if (open instanceof Open.Thinking thinking) {
                    think(thinking, delta.path("thinking").asText(), out);
                }
            }
            case "signature_delta" -> {
                if (open instanceof Open.Thinking thinking) {
                    thinking.signature().append(delta.path("signature").asText());
                }
            }
            case "input_json_delta" -> {
                if (open instanceof Open.Input input) {
                    fragment(input, delta.path("partial_json").asText(), out);
                }
            }
            default -> {}
        }
    }

    void stop(AnswerWriter out) {
        switch (open) {
            case Open.Other other -> {}
            case Open.Thinking(StringBuilder text, StringBuilder signature) ->
                detail(ReasoningDetails.thinking(details, text.toString(), signature.toString()), out);
            case Open.Input input -> {
                if (!fragmented) {
                    fragment(input, input.begun(), out);
                }
            }
        }
        open = new Open.Other();
    }

    private void content(String text, AnswerWriter out) {
        if (!text.isEmpty()) {
            chunks.content(0, text, out);
        }
    }

    private void think(Open.Thinking thinking, String text, AnswerWriter out) {
        if (!text.isEmpty()) {
            thinking.text().append(text);
            chunks.reasoning(0, text, out);
        }
    }

    /// A whole block at its end: it is to be sent back unchanged.
    private void detail(ObjectNode detail, AnswerWriter out) {
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        delta.putArray(ReasoningDetails.FIELD).add(detail);
        chunks.delta(0, delta, out);
        details++;
    }

    private int call(JsonNode block, AnswerWriter out) {
        String name = block.path("name").asText();
        if (name.equals(AnswerFormat.TOOL)) {
            return -1;
        }
        chunks.toolCall(0, calls, block.path("id").asText(), name, out);
        return calls++;
    }

    private static String begun(JsonNode input) {
        return input.isObject() ? input.toString() : "{}";
    }

    private void fragment(Open.Input input, String json, AnswerWriter out) {
        if (json.isEmpty()) {
            return;
        }
        fragmented = true;
        if (input.index() < 0) {
            chunks.content(0, json, out);
        } else {
            chunks.arguments(0, input.index(), json, out);
        }
    }
}
