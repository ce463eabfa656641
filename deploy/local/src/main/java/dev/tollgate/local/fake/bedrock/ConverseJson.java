package dev.tollgate.local.fake.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Script;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/// Writes an answer as one object, or as the frames of a stream.
record ConverseJson(ConverseAnswer answer, Script script) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int HUGE_BYTES = 8 << 20;

    ObjectNode whole() {
        ObjectNode root = JSON.objectNode();
        ArrayNode content = root.putObject("output")
                .putObject("message")
                .put("role", "assistant")
                .putArray("content");
        if (!answer.thought().isEmpty()) {
            String thought = String.join("", answer.thought());
            content.addObject()
                    .putObject("reasoningContent")
                    .putObject("reasoningText")
                    .put("text", thought)
                    .put("signature", ConverseAnswer.signature(thought));
        }
        if (!answer.words().isEmpty()) {
            content.addObject().put("text", String.join("", answer.words()));
        }
        answer.calls().forEach(call -> content.addObject()
                .putObject("toolUse")
                .put("toolUseId", call.id())
                .put("name", call.name())
                .set("input", call.input()));
        root.put("stopReason", answer.stopReason());
        root.putObject("metrics").put("latencyMs", 1);
        usage(root);
        return script.has(Fault.HUGE_LINE) ? root.put("padding", "x".repeat(HUGE_BYTES)) : root;
    }

    List<Buffer> frames() {
        List<Buffer> frames = new ArrayList<>();
        ObjectNode start = JSON.objectNode().put("role", "assistant");
        if (script.has(Fault.HUGE_LINE)) {
            start.put("p", "x".repeat(HUGE_BYTES));
        }
        frames.add(EventFrames.event("messageStart", start.toString()));
        int index = 0;
        if (!answer.thought().isEmpty()) {
            for (String word : answer.thought()) {
                frames.add(reasoning(index, "text", word));
            }
            String signature = ConverseAnswer.signature(String.join("", answer.thought()));
            frames.add(reasoning(index, "signature", signature));
            frames.add(stop(index++));
        }
        if (!answer.words().isEmpty()) {
            for (String word : answer.words()) {
                frames.add(delta(index, JSON.objectNode().put("text", word)));
            }
            frames.add(stop(index++));
        }
        for (ConverseAnswer.Call call : answer.calls()) {
            frames.addAll(call(index, call));
            frames.add(stop(index++));
        }
        ObjectNode ended = JSON.objectNode().put("stopReason", answer.stopReason());
        frames.add(EventFrames.event("messageStop", ended.toString()));
        ObjectNode metadata = JSON.objectNode();
        metadata.putObject("metrics").put("latencyMs", 1);
        usage(metadata);
        frames.add(EventFrames.event("metadata", metadata.toString()));
        return frames;
    }

    private static List<Buffer> call(int index, ConverseAnswer.Call call) {
        ObjectNode start = JSON.objectNode().put("contentBlockIndex", index);
        start.putObject("start")
                .putObject("toolUse")
                .put("toolUseId", call.id())
                .put("name", call.name());
        List<Buffer> frames = new ArrayList<>();
        frames.add(EventFrames.event("contentBlockStart", start.toString()));
        if (!call.input().isEmpty()) {
            String json = call.input().toString();
            int half = json.length() / 2;
            for (String fragment : List.of(json.substring(0, half), json.substring(half))) {
                ObjectNode delta = JSON.objectNode();
                delta.putObject("toolUse").put("input", fragment);
                frames.add(delta(index, delta));
            }
        }
        return frames;
    }

    private static Buffer reasoning(int index, String field, String text) {
        ObjectNode delta = JSON.objectNode();
        delta.putObject("reasoningContent").put(field, text);
        return delta(index, delta);
    }

    private static Buffer delta(int index, ObjectNode delta) {
        ObjectNode event = JSON.objectNode().put("contentBlockIndex", index);
        event.set("delta", delta);
        return EventFrames.event("contentBlockDelta", event.toString());
    }

    private static Buffer stop(int index) {
        return EventFrames.event(
                "contentBlockStop",
                JSON.objectNode().put("contentBlockIndex", index).toString());
    }

    private void usage(ObjectNode root) {
        if (!script.has(Fault.NO_USAGE)) {
            ConverseAnswer.Usage usage = answer.usage();
            root.putObject("usage")
                    .put("inputTokens", usage.input())
                    .put("outputTokens", usage.output())
                    .put("totalTokens", usage.total())
                    .put("cacheReadInputTokens", usage.cacheRead())
                    .put("cacheWriteInputTokens", usage.cacheWrite());
        }
    }
}
