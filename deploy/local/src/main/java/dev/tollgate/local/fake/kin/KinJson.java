package dev.tollgate.local.fake.kin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.openai.chat.Answer;
import dev.tollgate.local.fake.openai.chat.Answer.ToolCall;
import dev.tollgate.local.fake.openai.chat.ChatRequest;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes an answer as one completion, or as the frames of a stream.
///
/// @param created Unix seconds
/// @param fault of those that change the JSON itself, or null
record KinJson(
        KinDialect dialect,
        ChatRequest request,
        Answer answer,
        String id,
        long created,
        @Nullable Fault fault) {

    private static final String DONE = "data: [DONE]\n\n";
    private static final int HUGE_BYTES = 8 << 20;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    String completion() {
        ObjectNode root = envelope("chat.completion");
        ArrayNode choices = root.putArray("choices");
        for (int index = 0; index < request.choices(); index++) {
            ObjectNode choice = choices.addObject().put("index", index);
            choice.set("message", message());
            choice.put("finish_reason", answer.finishReason());
        }
        if (fault == Fault.HUGE_LINE) {
            root.put("obfuscation", "x".repeat(HUGE_BYTES));
        }
        if (fault != Fault.NO_USAGE) {
            root.set("usage", dialect.usage(answer.usage()));
        }
        return dialect.waiting(false) + dialect.worded(root);
    }

    /// All frames in order, `[DONE]` included; made as they are pulled.
    Stream<String> frames() {
        Stream<ObjectNode> first =
                each(i -> padded(chunk(i, delta("role", "assistant").put("content", ""))));
        Stream<ObjectNode> thoughts =
                answer.thoughts().stream().flatMap(word -> each(i -> chunk(i, delta("reasoning_content", word))));
        Stream<ObjectNode> content =
                answer.words().stream().flatMap(word -> each(i -> chunk(i, delta("content", word))));
        Stream<ObjectNode> calls = IntStream.range(0, request.choices()).boxed().flatMap(this::calls);
        Stream<ObjectNode> last = each(this::last);
        Stream<ObjectNode> usage = tellsUsageApart() ? Stream.of(usageChunk()) : Stream.empty();
        Stream<ObjectNode> end = Stream.concat(calls, Stream.concat(last, usage));
        Stream<ObjectNode> chunks = Stream.concat(Stream.concat(first, thoughts), Stream.concat(content, end));
        String waiting = dialect.waiting(true);
        Stream<String> before = waiting.isEmpty() ? Stream.empty() : Stream.of(waiting);
        return Stream.concat(
                before, Stream.concat(chunks.map(json -> "data: " + dialect.worded(json) + "\n\n"), Stream.of(DONE)));
    }

    private Stream<ObjectNode> each(IntFunction<ObjectNode> chunk) {
        return IntStream.range(0, request.choices()).mapToObj(chunk);
    }

    private ObjectNode padded(ObjectNode chunk) {
        return fault == Fault.HUGE_LINE ? chunk.put("obfuscation", "x".repeat(HUGE_BYTES)) : chunk;
    }

    private boolean tellsUsageApart() {
        return fault != Fault.NO_USAGE && !dialect.tellsUsageInChoice() && request.includeUsage();
    }

    private ObjectNode message() {
        ObjectNode message = JSON.objectNode().put("role", "assistant").put("content", answer.text());
        if (!answer.thoughts().isEmpty()) {
            message.put("reasoning_content", answer.thinking());
        }
        if (!answer.toolCalls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            answer.toolCalls().forEach(call -> calls.add(call(calls.size(), call, call.input())));
        }
        return message;
    }

    private Stream<ObjectNode> calls(int choice) {
        return IntStream.range(0, answer.toolCalls().size()).boxed().flatMap(i -> {
            ToolCall call = answer.toolCalls().get(i);
            ObjectNode head = JSON.objectNode();
            head.putArray("tool_calls").add(call(i, call, ""));
            ObjectNode tail = JSON.objectNode();
            tail.putArray("tool_calls")
                    .addObject()
                    .put("index", i)
                    .putObject("function")
                    .put("arguments", call.input());
            return Stream.of(chunk(choice, head), chunk(choice, tail));
        });
    }

    private static ObjectNode call(int index, ToolCall call, String arguments) {
        ObjectNode json =
                JSON.objectNode().put("index", index).put("id", call.id()).put("type", "function");
        json.putObject("function").put("name", call.name()).put("arguments", arguments);
        return json;
    }

    private ObjectNode last(int index) {
        ObjectNode chunk = chunk(index, JSON.objectNode());
        ObjectNode choice = (ObjectNode) chunk.path("choices").path(0);
        choice.put("finish_reason", answer.finishReason());
        if (dialect.tellsUsageInChoice() && fault != Fault.NO_USAGE && index == request.choices() - 1) {
            choice.set("usage", dialect.usage(answer.usage()));
        }
        return chunk;
    }

    private ObjectNode usageChunk() {
        ObjectNode chunk = envelope("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", dialect.usage(answer.usage()));
        return chunk;
    }

    private ObjectNode chunk(int index, ObjectNode delta) {
        ObjectNode chunk = envelope("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        choice.putNull("finish_reason");
        return chunk;
    }

    private static ObjectNode delta(String field, String value) {
        return JSON.objectNode().put(field, value);
    }

    private ObjectNode envelope(String object) {
        return JSON.objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", request.model());
    }
}
