package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.anthropic.Answer.Block;
import dev.tollgate.local.fake.anthropic.Answer.Usage;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Writes an answer as one message, or as the events of a stream.
record MessageJson(String id, String model, Answer answer, Script script) {

    private static final int HUGE_BYTES = 8 << 20;
    private static final long BEGUN_TOKENS = 1;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static String event(ObjectNode data) {
        return "event: " + data.path("type").asText() + "\ndata: " + data + "\n\n";
    }

    ObjectNode message() {
        ObjectNode message = envelope();
        ArrayNode content = message.putArray("content");
        answer.blocks().forEach(block -> content.add(whole(block)));
        message.put("stop_reason", answer.stopReason()).put("stop_sequence", answer.stopSequence());
        if (script.has(Fault.HUGE_LINE)) {
            message.put("padding", "x".repeat(HUGE_BYTES));
        }
        if (!script.has(Fault.NO_USAGE)) {
            message.set("usage", usage(answer.usage().output()));
        }
        return message;
    }

    /// All events in order, made as they are pulled. The message's beginning tells its input, and one token of output;
    /// the end tells all of it.
    Stream<String> events() {
        Stream<ObjectNode> blocks =
                IntStream.range(0, answer.blocks().size()).boxed().flatMap(this::block);
        Stream<ObjectNode> end = Stream.of(delta(), JSON.objectNode().put("type", "message_stop"));
        Stream<ObjectNode> begin = Stream.of(start(), JSON.objectNode().put("type", "ping"));
        return Stream.concat(begin, Stream.concat(blocks, end)).map(MessageJson::event);
    }

    private ObjectNode envelope() {
        return JSON.objectNode()
                .put("id", id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
    }

    private ObjectNode start() {
        ObjectNode event = JSON.objectNode().put("type", "message_start");
        ObjectNode message = envelope();
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        if (!script.has(Fault.NO_USAGE)) {
            message.set("usage", usage(BEGUN_TOKENS));
        }
        event.set("message", message);
        return script.has(Fault.HUGE_LINE) ? event.put("padding", "x".repeat(HUGE_BYTES)) : event;
    }

    private ObjectNode delta() {
        ObjectNode event = JSON.objectNode().put("type", "message_delta");
        event.putObject("delta").put("stop_reason", answer.stopReason()).put("stop_sequence", answer.stopSequence());
        if (!script.has(Fault.NO_USAGE)) {
            Usage counts = answer.usage();
            event.putObject("usage")
                    .put("input_tokens", counts.input())
                    .put("cache_creation_input_tokens", counts.cacheWrite())
                    .put("cache_read_input_tokens", counts.cacheRead())
                    .put("output_tokens", counts.output());
        }
        return event;
    }

    private Stream<ObjectNode> block(int index) {
        Block block = answer.blocks().get(index);
        ObjectNode start = at("content_block_start", index);
        start.set("content_block", empty(block));
        return Stream.concat(
                Stream.concat(Stream.of(start), deltas(block).map(delta -> {
                    ObjectNode event = at("content_block_delta", index);
                    event.set("delta", delta);
                    return event;
                })),
                Stream.of(at("content_block_stop", index)));
    }

    private static ObjectNode at(String type, int index) {
        return JSON.objectNode().put("type", type).put("index", index);
    }

    private static ObjectNode empty(Block block) {
        return switch (block) {
            case Block.Text text -> JSON.objectNode().put("type", "text").put("text", "");
            case Block.Thinking thinking -> thinking("", "");
            case Block.ToolUse call -> {
                ObjectNode json = toolUse(call);
                json.putObject("input");
                yield json;
            }
        };
    }

    private static ObjectNode whole(Block block) {
        return switch (block) {
            case Block.Text(List<String> words) ->
                JSON.objectNode().put("type", "text").put("text", String.join("", words));
            case Block.Thinking(List<String> words) -> {
                String text = String.join("", words);
                yield thinking(text, Signature.of(text));
            }
            case Block.ToolUse call -> toolUse(call).set("input", call.input());
        };
    }

    private static ObjectNode thinking(String text, String signature) {
        return JSON.objectNode().put("type", "thinking").put("thinking", text).put("signature", signature);
    }

    private static ObjectNode toolUse(Block.ToolUse call) {
        return JSON.objectNode().put("type", "tool_use").put("id", call.id()).put("name", call.name());
    }

    /// A call's input begins with an empty fragment; one without members has no other.
    private static Stream<ObjectNode> deltas(Block block) {
        return switch (block) {
            case Block.Text(List<String> words) ->
                words.stream()
                        .map(word -> JSON.objectNode().put("type", "text_delta").put("text", word));
            case Block.Thinking(List<String> words) ->
                Stream.concat(
                        words.stream().map(word -> JSON.objectNode()
                                .put("type", "thinking_delta")
                                .put("thinking", word)),
                        Stream.of(JSON.objectNode()
                                .put("type", "signature_delta")
                                .put("signature", Signature.of(String.join("", words)))));
            case Block.ToolUse call ->
                fragments(call).map(fragment -> JSON.objectNode()
                        .put("type", "input_json_delta")
                        .put("partial_json", fragment));
        };
    }

    private static Stream<String> fragments(Block.ToolUse call) {
        if (call.input().isEmpty()) {
            return Stream.of("");
        }
        String json = call.input().toString();
        int half = json.length() / 2;
        return Stream.of("", json.substring(0, half), json.substring(half));
    }

    private ObjectNode usage(long output) {
        Usage counts = answer.usage();
        ObjectNode usage = JSON.objectNode()
                .put("input_tokens", counts.input())
                .put("cache_creation_input_tokens", counts.cacheWrite())
                .put("cache_read_input_tokens", counts.cacheRead());
        usage.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", counts.cacheWrite())
                .put("ephemeral_1h_input_tokens", 0);
        return usage.put("output_tokens", output).put("service_tier", "standard");
    }
}
