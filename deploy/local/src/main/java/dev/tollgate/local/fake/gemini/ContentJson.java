package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.gemini.ContentAnswer.Call;
import dev.tollgate.local.fake.gemini.ContentAnswer.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Writes an answer as one `GenerateContentResponse`, or as the pieces of a stream, each of which tells the usage
/// until then.
record ContentJson(ContentRequest request, ContentAnswer answer, Script script, String id) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int HUGE_BYTES = 8 << 20;
    private static final double LOGPROB = -0.125;

    ObjectNode whole() {
        ObjectNode root = JSON.objectNode();
        if (answer.blockReason().isEmpty()) {
            ArrayNode candidates = root.putArray("candidates");
            indexes().forEach(index -> {
                ObjectNode candidate = candidate(index, allParts()).put("finishReason", answer.finishReason());
                if (request.logprobs() && !answer.words().isEmpty()) {
                    candidate.set("logprobsResult", logprobs(answer.words()));
                }
                candidates.add(candidate);
            });
        }
        return finished(root, answer.counts());
    }

    /// In order; made as they are pulled. The last one tells why each candidate ended.
    Stream<ObjectNode> pieces() {
        if (!answer.blockReason().isEmpty()) {
            return Stream.of(finished(JSON.objectNode(), answer.counts()));
        }
        Stream<ObjectNode> thoughts = answer.thoughts().isEmpty()
                ? Stream.empty()
                : Stream.of(piece(parts(thought()), answer.counts().thoughts(), 0));
        Stream<ObjectNode> words = IntStream.range(0, Math.max(0, answer.words().size() - 1))
                .boxed()
                .flatMap(this::word);
        return Stream.concat(thoughts, Stream.concat(words, Stream.of(last())));
    }

    private Stream<ObjectNode> word(int number) {
        long tokens = Tokens.count(String.join("", answer.words().subList(0, number + 1)));
        String word = answer.words().get(number);
        return indexes().mapToObj(index -> {
            ObjectNode candidate = candidate(index, parts(JSON.objectNode().put("text", word)));
            if (request.logprobs()) {
                candidate.set("logprobsResult", logprobs(List.of(word)));
            }
            ObjectNode root = JSON.objectNode();
            root.putArray("candidates").add(candidate);
            pad(root, number + index == 0);
            return finished(
                    root, upTo(tokens * request.choices(), answer.counts().thoughts()));
        });
    }

    /// The last word, or all calls, and why each candidate has ended.
    private ObjectNode last() {
        ObjectNode root = JSON.objectNode();
        ArrayNode candidates = root.putArray("candidates");
        indexes().forEach(index -> {
            List<String> words = answer.words();
            ArrayNode parts = JSON.arrayNode();
            if (!words.isEmpty()) {
                parts.add(JSON.objectNode().put("text", words.getLast()));
            }
            signText(parts);
            calls(parts);
            ObjectNode candidate = candidate(index, parts).put("finishReason", answer.finishReason());
            if (request.logprobs() && !words.isEmpty()) {
                candidate.set("logprobsResult", logprobs(List.of(words.getLast())));
            }
            candidates.add(candidate);
        });
        return finished(root, answer.counts());
    }

    private ObjectNode piece(ArrayNode parts, long thoughtTokens, long textTokens) {
        ObjectNode root = JSON.objectNode();
        ArrayNode candidates = root.putArray("candidates");
        indexes().forEach(index -> candidates.add(candidate(index, parts.deepCopy())));
        return finished(root, upTo(textTokens, thoughtTokens));
    }

    private Counts upTo(long candidates, long thoughts) {
        Counts all = answer.counts();
        return new Counts(all.text(), all.images(), all.audio(), all.documents(), all.cached(), candidates, thoughts);
    }

    private IntStream indexes() {
        return IntStream.range(0, request.choices());
    }

    private ArrayNode allParts() {
        ArrayNode parts = JSON.arrayNode();
        if (!answer.thoughts().isEmpty()) {
            parts.add(thought());
        }
        if (!answer.words().isEmpty()) {
            parts.add(JSON.objectNode().put("text", answer.text()));
        }
        signText(parts);
        calls(parts);
        return parts;
    }

    /// Behind a text, the signature comes in a part of its own.
    private void signText(ArrayNode parts) {
        if (request.traits().signsThoughts() && !answer.words().isEmpty()) {
            parts.addObject().put("text", "").put("thoughtSignature", Signatures.ofText(answer.text()));
        }
    }

    private void calls(ArrayNode parts) {
        for (int i = 0; i < answer.calls().size(); i++) {
            Call call = answer.calls().get(i);
            ObjectNode part = parts.addObject();
            part.putObject("functionCall").put("name", call.name()).set("args", call.arguments());
            if (i == 0 && request.traits().signsThoughts()) {
                part.put("thoughtSignature", Signatures.ofCall(call.name(), call.arguments()));
            }
        }
    }

    private ObjectNode thought() {
        return JSON.objectNode().put("text", answer.thoughts()).put("thought", true);
    }

    private static ArrayNode parts(ObjectNode part) {
        return JSON.arrayNode().add(part);
    }

    private static ObjectNode candidate(int index, ArrayNode parts) {
        ObjectNode candidate = JSON.objectNode();
        ObjectNode content = candidate.putObject("content");
        if (!parts.isEmpty()) {
            content.set("parts", parts);
        }
        content.put("role", "model");
        return candidate.put("index", index);
    }

    private ObjectNode finished(ObjectNode root, Counts counts) {
        if (!answer.blockReason().isEmpty()) {
            root.putObject("promptFeedback").put("blockReason", answer.blockReason());
        }
        if (!script.has(Fault.NO_USAGE)) {
            root.set("usageMetadata", usage(counts));
        }
        return root.put("modelVersion", request.model()).put("responseId", id);
    }

    /// One huge line is enough: the first.
    private void pad(ObjectNode root, boolean first) {
        if (first && script.has(Fault.HUGE_LINE)) {
            root.put("modelStatus", "x".repeat(HUGE_BYTES));
        }
    }

    private static ObjectNode usage(Counts counts) {
        ObjectNode usage = JSON.objectNode().put("promptTokenCount", counts.prompt());
        if (counts.candidates() > 0) {
            usage.put("candidatesTokenCount", counts.candidates());
        }
        usage.put("totalTokenCount", counts.prompt() + counts.candidates() + counts.thoughts());
        if (counts.cached() > 0) {
            usage.put("cachedContentTokenCount", counts.cached());
        }
        ArrayNode details = usage.putArray("promptTokensDetails");
        modality(details, "TEXT", counts.text());
        modality(details, "IMAGE", counts.images());
        modality(details, "AUDIO", counts.audio());
        modality(details, "DOCUMENT", counts.documents());
        if (counts.thoughts() > 0) {
            usage.put("thoughtsTokenCount", counts.thoughts());
        }
        return usage;
    }

    private static void modality(ArrayNode details, String name, long tokens) {
        if (tokens > 0) {
            details.addObject().put("modality", name).put("tokenCount", tokens);
        }
    }

    private ObjectNode logprobs(List<String> words) {
        ObjectNode result = JSON.objectNode();
        ArrayNode chosen = result.putArray("chosenCandidates");
        words.forEach(word -> chosen.add(token(word, LOGPROB)));
        ArrayNode top = result.putArray("topCandidates");
        words.forEach(word -> {
            List<ObjectNode> others = new ArrayList<>();
            IntStream.range(0, request.topLogprobs()).forEach(i -> others.add(token(word, LOGPROB * (i + 1))));
            top.addObject().putArray("candidates").addAll(others);
        });
        return result;
    }

    private static ObjectNode token(String word, double logprob) {
        return JSON.objectNode()
                .put("token", word)
                .put("tokenId", word.hashCode() & Short.MAX_VALUE)
                .put("logProbability", logprob);
    }
}
