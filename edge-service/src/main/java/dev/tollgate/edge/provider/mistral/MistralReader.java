package dev.tollgate.edge.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import dev.tollgate.edge.provider.spi.openai.OpenAiReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads Mistral's answers: OpenAI's, but for thoughts among the content's parts, and usage that comes with the last
/// choice of a stream. A chunk of plain text passes as it is.
final class MistralReader implements AnswerReader {
    /// Keys and words that only a chunk has which is to be said otherwise. In a text their quotes would be escaped.
    private static final List<byte[]> MARKS = Stream.of("prompt_tokens", "type", "arguments", "model_length")
            .map(mark -> ('"' + mark + '"').getBytes(StandardCharsets.UTF_8))
            .toList();

    private final JsonMapper json;
    private final OpenAiReader inner;

    MistralReader(JsonMapper json, ChatBody asked) {
        this.json = json;
        this.inner = new OpenAiReader(json, asked);
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        ObjectNode tree = tree(bytes, from, to);
        if (tree == null) {
            return inner.whole(bytes, from, to, out);
        }
        if (isError(tree)) {
            return new Reading.Failed(OpenAiFailures.told(tree));
        }
        for (JsonNode choice : tree.path("choices")) {
            choice(choice, "message");
            complete(choice);
        }
        if (tree.get("usage") instanceof ObjectNode usage) {
            detailed(usage);
        }
        byte[] said = tree.toString().getBytes(StandardCharsets.UTF_8);
        return inner.whole(said, 0, said.length, out);
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        ObjectNode tree = isMarked(bytes, from, to) ? tree(bytes, from, to) : null;
        if (tree == null) {
            return inner.event(bytes, from, to, out);
        }
        if (isError(tree)) {
            return new Reading.Failed(OpenAiFailures.told(tree));
        }
        tree.path("choices").forEach(choice -> choice(choice, "delta"));
        JsonNode usage = tree.remove("usage");
        Reading reading = told(tree, out);
        if (!(usage instanceof ObjectNode counts) || !(reading instanceof Reading.More)) {
            return reading;
        }
        tree.putArray("choices");
        tree.set("usage", detailed(counts));
        return told(tree, out);
    }

    private Reading told(ObjectNode chunk, AnswerWriter out) {
        byte[] said = chunk.toString().getBytes(StandardCharsets.UTF_8);
        return inner.event(said, 0, said.length, out);
    }

    @Override
    public Reading end(AnswerWriter out) {
        return inner.end(out);
    }

    @Override
    public @Nullable Quantities usage() {
        return inner.usage();
    }

    /// It stands bare, in the place of an answer.
    private static boolean isError(ObjectNode tree) {
        return tree.path("object").asText().equals("error");
    }

    /// @param said the choice's `message` or `delta`
    private static void choice(JsonNode choice, String said) {
        if (choice.path("finish_reason").asText().equals("model_length")) {
            ((ObjectNode) choice).put("finish_reason", "length");
        }
        if (choice.get(said) instanceof ObjectNode message) {
            content(message);
            calls(message);
        }
    }

    private static void content(ObjectNode message) {
        if (!message.path("content").isArray()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        for (JsonNode part : message.path("content")) {
            text.append(part.path("text").asText(""));
            part.path("thinking")
                    .forEach(thought -> thoughts.append(thought.path("text").asText("")));
        }
        message.put("content", text.toString());
        if (!thoughts.isEmpty()) {
            message.put("reasoning_content", thoughts.toString());
        }
    }

    /// Some come without their type, or with their arguments as an object.
    private static void calls(ObjectNode message) {
        for (JsonNode one : message.path("tool_calls")) {
            if (one instanceof ObjectNode call) {
                if (!call.path("type").asText().equals("function")) {
                    call.put("type", "function");
                }
                JsonNode arguments = call.path("function").path("arguments");
                if (arguments.isObject() && call.get("function") instanceof ObjectNode function) {
                    function.put("arguments", arguments.toString());
                }
            }
        }
    }

    /// OpenAI's answers have these keys, null where there is nothing to tell; some clients insist on them.
    private static void complete(JsonNode one) {
        if (one instanceof ObjectNode choice) {
            choice.putIfAbsent("logprobs", NullNode.getInstance());
            if (choice.get("message") instanceof ObjectNode message) {
                message.putIfAbsent("content", NullNode.getInstance());
                message.putIfAbsent("refusal", NullNode.getInstance());
            }
        }
    }

    /// Cache hits where OpenAI tells them.
    private static ObjectNode detailed(ObjectNode usage) {
        JsonNode hits = usage.path("num_cached_tokens");
        if (hits.isIntegralNumber() && !usage.path("prompt_tokens_details").has("cached_tokens")) {
            usage.putObject("prompt_tokens_details").set("cached_tokens", hits);
        }
        return usage;
    }

    private @Nullable ObjectNode tree(byte[] bytes, int from, int to) {
        try {
            return json.readTree(bytes, from, to - from) instanceof ObjectNode tree ? tree : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isMarked(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '"') {
                for (byte[] mark : MARKS) {
                    int end = at + mark.length;
                    if (end <= to && Arrays.equals(bytes, at, end, mark, 0, mark.length)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
