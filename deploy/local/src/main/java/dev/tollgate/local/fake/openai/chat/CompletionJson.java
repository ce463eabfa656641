package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.openai.chat.Answer.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes an answer as one completion, or as the frames of a stream.
///
/// @param created Unix seconds
/// @param fault of those that change the JSON itself, or null
record CompletionJson(
        ChatRequest request,
        Answer answer,
        String id,
        long created,
        @Nullable Fault fault) {

    static final String DONE = "data: [DONE]\n\n";

    private static final int HUGE_BYTES = 8 << 20;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    ObjectNode completion() {
        ObjectNode root = envelope("chat.completion");
        ArrayNode choices = root.putArray("choices");
        for (int index = 0; index < request.choices(); index++) {
            ObjectNode choice = choices.addObject().put("index", index);
            choice.set("message", message());
            choice.set("logprobs", request.logprobs() ? logprobs(answer.words()) : JSON.nullNode());
            choice.put("finish_reason", answer.finishReason());
        }
        if (fault == Fault.HUGE_LINE) {
            root.put("obfuscation", "x".repeat(HUGE_BYTES));
        }
        if (tellsUsage()) {
            root.set("usage", usage());
        }
        return root;
    }

    /// All frames in order, `[DONE]` included; made as they are pulled (`concat` is lazy, `flatMap` is not).
    Stream<String> frames() {
        Stream<ObjectNode> first = indexes().mapToObj(i -> padded(chunk(i, firstDelta(), null)));
        Stream<ObjectNode> content =
                answer.words().stream().flatMap(word -> indexes().mapToObj(i -> wordChunk(i, word)));
        Stream<ObjectNode> calls = indexes().boxed().flatMap(this::callChunks);
        Stream<ObjectNode> last = indexes().mapToObj(i -> chunk(i, JSON.objectNode(), answer.finishReason()));
        Stream<ObjectNode> usage = request.includeUsage() && tellsUsage() ? Stream.of(usageChunk()) : Stream.empty();
        Stream<ObjectNode> end = Stream.concat(calls, Stream.concat(last, usage));
        Stream<ObjectNode> chunks = Stream.concat(first, Stream.concat(content, end));
        return Stream.concat(chunks.map(CompletionJson::frame), Stream.of(DONE));
    }

    /// One huge line is enough: the first.
    private ObjectNode padded(ObjectNode chunk) {
        return fault == Fault.HUGE_LINE ? chunk.put("obfuscation", "x".repeat(HUGE_BYTES)) : chunk;
    }

    static String frame(ObjectNode json) {
        return "data: " + json + "\n\n";
    }

    private boolean tellsUsage() {
        return fault != Fault.NO_USAGE;
    }

    private IntStream indexes() {
        return IntStream.range(0, request.choices());
    }

    private ObjectNode envelope(String object) {
        return JSON.objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", request.model())
                .put("service_tier", "default")
                .put("system_fingerprint", "fp_demo");
    }

    private ObjectNode message() {
        ObjectNode message = JSON.objectNode().put("role", "assistant");
        if (answer.toolCalls().isEmpty()) {
            message.put("content", answer.text());
        } else {
            message.putNull("content");
            ArrayNode calls = message.putArray("tool_calls");
            answer.toolCalls().forEach(call -> calls.add(toolCall(call, call.arguments())));
        }
        message.putNull("refusal").putArray("annotations");
        return message;
    }

    private static ObjectNode toolCall(ToolCall call, String arguments) {
        ObjectNode json = JSON.objectNode().put("id", call.id()).put("type", "function");
        json.putObject("function").put("name", call.name()).put("arguments", arguments);
        return json;
    }

    private ObjectNode firstDelta() {
        ObjectNode delta = JSON.objectNode().put("role", "assistant");
        return answer.toolCalls().isEmpty()
                ? delta.put("content", "").putNull("refusal")
                : delta.putNull("content").putNull("refusal");
    }

    private ObjectNode chunk(int index, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode root = envelope("chat.completion.chunk");
        ObjectNode choice = root.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason);
        if (request.includeUsage()) {
            root.putNull("usage");
        }
        return root;
    }

    private ObjectNode wordChunk(int index, String word) {
        ObjectNode chunk = chunk(index, JSON.objectNode().put("content", word), null);
        if (request.logprobs()) {
            ((ObjectNode) chunk.path("choices").get(0)).set("logprobs", logprobs(List.of(word)));
        }
        return chunk;
    }

    /// Each call's name first, then its arguments in two fragments; one call after the other.
    private Stream<ObjectNode> callChunks(int choice) {
        return IntStream.range(0, answer.toolCalls().size()).boxed().flatMap(i -> {
            ToolCall call = answer.toolCalls().get(i);
            int half = call.arguments().length() / 2;
            ObjectNode head = toolCall(call, "");
            return Stream.of(
                            head,
                            arguments(call.arguments().substring(0, half)),
                            arguments(call.arguments().substring(half)))
                    .map(fragment -> fragment.put("index", i))
                    .map(fragment -> {
                        ObjectNode delta = JSON.objectNode();
                        delta.putArray("tool_calls").add(fragment);
                        return chunk(choice, delta, null);
                    });
        });
    }

    private static ObjectNode arguments(String fragment) {
        ObjectNode json = JSON.objectNode();
        json.putObject("function").put("arguments", fragment);
        return json;
    }

    private ObjectNode usageChunk() {
        ObjectNode root = envelope("chat.completion.chunk");
        root.putArray("choices");
        root.set("usage", usage());
        return root;
    }

    private ObjectNode usage() {
        Answer.TokenUsage counts = answer.usage();
        ObjectNode usage = JSON.objectNode()
                .put("prompt_tokens", counts.prompt())
                .put("completion_tokens", counts.completion())
                .put("total_tokens", counts.prompt() + counts.completion());
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", counts.cached())
                .put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", counts.reasoning())
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }

    private ObjectNode logprobs(List<String> words) {
        ObjectNode json = JSON.objectNode();
        ArrayNode content = json.putArray("content");
        for (String word : words) {
            ObjectNode token = logprob(word, -0.125);
            ArrayNode top = token.putArray("top_logprobs");
            IntStream.range(0, request.topLogprobs()).forEach(i -> top.add(logprob(word, -0.125 * (i + 1))));
            content.add(token);
        }
        json.putNull("refusal");
        return json;
    }

    private static ObjectNode logprob(String word, double value) {
        ObjectNode token = JSON.objectNode().put("token", word).put("logprob", value);
        ArrayNode bytes = token.putArray("bytes");
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xFF);
        }
        return token;
    }
}
