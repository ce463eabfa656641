package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.chat.ChunkWriter;

/// The blocks of a streamed message, which come one after the other: the one that is open, and what is written
/// of it. Text and thoughts have no beginning of their own; calls of tools do.
final class Blocks {
    private static final int OUR_ANSWER = -1;
    private static final int NO_CALL = -2;

    private final ChunkWriter chunks;
    /// The open call's index, [#OUR_ANSWER] for our own tool's, or [#NO_CALL].
    private int open = NO_CALL;
    /// Whether the open call has said something of its input.
    private boolean fragmented;

    private final StringBuilder thought = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private final StringBuilder redacted = new StringBuilder();
    private int calls;
    private int details;
    private boolean spoken;

    Blocks(ChunkWriter chunks) {
        this.chunks = chunks;
    }

    /// Calls of the caller's tools.
    int calls() {
        return calls;
    }

    boolean hasSpoken() {
        return spoken;
    }

    void start(JsonNode start, AnswerWriter out) {
        JsonNode use = start.path("toolUse");
        if (!use.isObject()) {
            return;
        }
        fragmented = false;
        spoken = true;
        if (use.path("name").asText().equals(AnswerFormat.TOOL)) {
            open = OUR_ANSWER;
        } else {
            open = calls++;
            chunks.toolCall(
                    0, open, use.path("toolUseId").asText(), use.path("name").asText(), out);
        }
    }

    void delta(JsonNode delta, AnswerWriter out) {
        String text = delta.path("text").asText();
        if (!text.isEmpty()) {
            spoken = true;
            chunks.content(0, text, out);
        }
        if (delta.path("toolUse").isObject()) {
            fragment(delta.path("toolUse").path("input").asText(), out);
        }
        if (delta.path("reasoningContent").isObject()) {
            think(delta.path("reasoningContent"), out);
        }
    }

    void stop(AnswerWriter out) {
        if (open != NO_CALL && !fragmented) {
            fragment("{}", out);
        }
        open = NO_CALL;
        if (!redacted.isEmpty()) {
            detail(Reasoning.redacted(details, redacted.toString()), out);
        } else if (!thought.isEmpty() || !signature.isEmpty()) {
            detail(Reasoning.text(details, thought.toString(), signature.toString()), out);
        }
        thought.setLength(0);
        signature.setLength(0);
        redacted.setLength(0);
    }

    private void think(JsonNode reasoning, AnswerWriter out) {
        String text = reasoning.path("text").asText();
        if (!text.isEmpty()) {
            thought.append(text);
            chunks.reasoning(0, text, out);
        }
        signature.append(reasoning.path("signature").asText());
        redacted.append(reasoning.path("redactedContent").asText());
    }

    private void fragment(String json, AnswerWriter out) {
        if (json.isEmpty() || open == NO_CALL) {
            return;
        }
        fragmented = true;
        if (open == OUR_ANSWER) {
            chunks.content(0, json, out);
        } else {
            chunks.arguments(0, open, json, out);
        }
    }

    /// A whole block at its end: it is to be sent back unchanged.
    private void detail(ObjectNode detail, AnswerWriter out) {
        details++;
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        delta.putArray(Reasoning.FIELD).add(detail);
        chunks.delta(0, delta, out);
    }
}
