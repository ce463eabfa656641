package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.openai.chat.Answer.ToolCall;
import dev.tollgate.local.fake.openai.speech.Clip;
import java.util.Base64;
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

    private static final long SOUND_LIFE_SECONDS = 3_600;
    private static final int HUGE_BYTES = 8 << 20;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    ObjectNode completion() {
        ObjectNode root = envelope("chat.completion");
        ArrayNode choices = root.putArray("choices");
        for (int index = 0; index < request.choices(); index++) {
            ObjectNode choice = choices.addObject().put("index", index);
            choice.set("message", message());
            choice.set(
                    "logprobs",
                    request.logprobs() ? Logprobs.of(answer.words(), request.topLogprobs()) : JSON.nullNode());
            choice.put("finish_reason", answer.finishReason());
        }
        if (fault == Fault.HUGE_LINE) {
            root.put("obfuscation", "x".repeat(HUGE_BYTES));
        }
        if (tellsUsage()) {
            root.set("usage", answer.usage().toJson());
        }
        return root;
    }

    /// All frames in order, `[DONE]` included; made as they are pulled (`concat` is lazy, `flatMap` is not).
    Stream<String> frames() {
        Stream<ObjectNode> first = indexes().mapToObj(i -> padded(chunk(i, firstDelta(), null)));
        Stream<ObjectNode> thoughts = answer.thoughts().stream().flatMap(word -> indexes()
                .mapToObj(i -> chunk(i, JSON.objectNode().put("reasoning_content", word), null)));
        Stream<ObjectNode> expiry = answer.spoken() ? indexes().mapToObj(this::expiryChunk) : Stream.empty();
        Stream<ObjectNode> content =
                answer.words().stream().flatMap(word -> indexes().mapToObj(i -> wordChunk(i, word)));
        Stream<ObjectNode> calls = indexes().boxed().flatMap(this::callChunks);
        Stream<ObjectNode> last = indexes().mapToObj(i -> chunk(i, JSON.objectNode(), answer.finishReason()));
        Stream<ObjectNode> usage = request.includeUsage() && tellsUsage() ? Stream.of(usageChunk()) : Stream.empty();
        Stream<ObjectNode> end = Stream.concat(expiry, Stream.concat(calls, Stream.concat(last, usage)));
        Stream<ObjectNode> chunks = Stream.concat(first, Stream.concat(thoughts, Stream.concat(content, end)));
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
        if (!answer.thoughts().isEmpty()) {
            message.put("reasoning_content", answer.thinking());
        }
        if (answer.spoken()) {
            message.putNull("content").set("audio", sound());
        } else if (answer.toolCalls().isEmpty()) {
            message.put("content", answer.text());
        } else {
            message.putNull("content");
            ArrayNode calls = message.putArray("tool_calls");
            answer.toolCalls().forEach(call -> calls.add(toolCall(call, call.input())));
        }
        message.putNull("refusal").putArray("annotations");
        return message;
    }

    private static ObjectNode toolCall(ToolCall call, String input) {
        ObjectNode json = JSON.objectNode().put("id", call.id()).put("type", call.custom() ? "custom" : "function");
        json.setAll(toolInput(call, input));
        ((ObjectNode) json.get(call.custom() ? "custom" : "function")).put("name", call.name());
        return json;
    }

    private static ObjectNode toolInput(ToolCall call, String input) {
        ObjectNode json = JSON.objectNode();
        if (call.custom()) {
            json.putObject("custom").put("input", input);
        } else {
            json.putObject("function").put("arguments", input);
        }
        return json;
    }

    private ObjectNode sound() {
        byte[] bytes = Clip.of(request.audioFormat(), answer.words().size() * Answer.WORD_MILLIS);
        return JSON.objectNode()
                .put("id", "audio_" + id)
                .put("data", Base64.getEncoder().encodeToString(bytes))
                .put("expires_at", created + SOUND_LIFE_SECONDS)
                .put("transcript", answer.text());
    }

    private ObjectNode firstDelta() {
        ObjectNode delta = JSON.objectNode().put("role", "assistant");
        return answer.toolCalls().isEmpty() && !answer.spoken()
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
        ObjectNode delta = JSON.objectNode();
        if (answer.spoken()) {
            byte[] bytes = Clip.of(request.audioFormat(), Answer.WORD_MILLIS);
            delta.putObject("audio")
                    .put("id", "audio_" + id)
                    .put("transcript", word)
                    .put("data", Base64.getEncoder().encodeToString(bytes));
        } else {
            delta.put("content", word);
        }
        ObjectNode chunk = chunk(index, delta, null);
        if (request.logprobs()) {
            ((ObjectNode) chunk.path("choices").get(0))
                    .set("logprobs", Logprobs.of(List.of(word), request.topLogprobs()));
        }
        return chunk;
    }

    private ObjectNode expiryChunk(int index) {
        ObjectNode delta = JSON.objectNode();
        delta.putObject("audio").put("id", "audio_" + id).put("expires_at", created + SOUND_LIFE_SECONDS);
        return chunk(index, delta, null);
    }

    /// Each call's name first, then its arguments in two fragments; one call after the other.
    private Stream<ObjectNode> callChunks(int choice) {
        return IntStream.range(0, answer.toolCalls().size()).boxed().flatMap(i -> {
            ToolCall call = answer.toolCalls().get(i);
            int half = call.input().length() / 2;
            return Stream.of(
                            toolCall(call, ""),
                            toolInput(call, call.input().substring(0, half)),
                            toolInput(call, call.input().substring(half)))
                    .map(fragment -> fragment.put("index", i))
                    .map(fragment -> {
                        ObjectNode delta = JSON.objectNode();
                        delta.putArray("tool_calls").add(fragment);
                        return chunk(choice, delta, null);
                    });
        });
    }

    private ObjectNode usageChunk() {
        ObjectNode root = envelope("chat.completion.chunk");
        root.putArray("choices");
        root.set("usage", answer.usage().toJson());
        return root;
    }
}
