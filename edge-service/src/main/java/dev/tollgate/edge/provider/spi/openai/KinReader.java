package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the answer of a provider whose dialect is OpenAI's but for how it tells usage: cache hits under names of its
/// own, or in a stream inside the last chunk's choice. The caller gets it where OpenAI has it. A chunk that tells no
/// usage passes as it is.
public final class KinReader implements AnswerReader {
    private static final byte[] TELLS_USAGE = "\"prompt_tokens\"".getBytes(StandardCharsets.UTF_8);

    private final JsonMapper json;
    private final OpenAiReader inner;
    private @Nullable ObjectNode inChoice;

    public KinReader(JsonMapper json, ChatBody asked) {
        this.json = json;
        this.inner = new OpenAiReader(json, asked);
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        ObjectNode tree = parsed(bytes, from, to);
        if (tree == null) {
            return inner.whole(bytes, from, to, out);
        }
        tree.path("choices").forEach(KinReader::complete);
        byte[] mended = mended(tree);
        return inner.whole(mended, 0, mended.length, out);
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        ObjectNode tree = tree(bytes, from, to);
        if (tree == null) {
            boolean atEnd = from < to && bytes[from] == '[';
            return atEnd ? last(out, () -> inner.event(bytes, from, to, out)) : inner.event(bytes, from, to, out);
        }
        takeFromChoices(tree);
        if (tree.path("usage").isObject()) {
            // Told once more, in its place.
            inChoice = null;
        }
        byte[] mended = mended(tree);
        return inner.event(mended, 0, mended.length, out);
    }

    @Override
    public Reading end(AnswerWriter out) {
        return last(out, () -> inner.end(out));
    }

    @Override
    public @Nullable Quantities usage() {
        ObjectNode told = inChoice;
        Quantities usage = inner.usage();
        return usage == null && told != null ? OpenAiUsage.read(told.path("usage")) : usage;
    }

    /// Usage that was told in a choice only becomes the chunk that OpenAI ends with.
    private Reading last(AnswerWriter out, Supplier<Reading> end) {
        ObjectNode told = inChoice;
        if (told != null) {
            byte[] chunk = told.toString().getBytes(StandardCharsets.UTF_8);
            inner.event(chunk, 0, chunk.length, out);
            inChoice = null;
        }
        return end.get();
    }

    private void takeFromChoices(ObjectNode chunk) {
        for (JsonNode one : chunk.path("choices")) {
            if (one instanceof ObjectNode choice && choice.remove("usage") instanceof ObjectNode usage) {
                ObjectNode last = chunk.deepCopy();
                last.putArray("choices");
                last.set("usage", detailed(usage));
                inChoice = last;
            }
        }
    }

    private static byte[] mended(ObjectNode tree) {
        if (tree.get("usage") instanceof ObjectNode usage) {
            detailed(usage);
        }
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Cache hits where OpenAI tells them.
    private static ObjectNode detailed(ObjectNode usage) {
        JsonNode hits = usage.has("prompt_cache_hit_tokens")
                ? usage.path("prompt_cache_hit_tokens")
                : usage.path("cached_tokens");
        if (hits.isIntegralNumber() && !usage.path("prompt_tokens_details").has("cached_tokens")) {
            ObjectNode details = usage.get("prompt_tokens_details") instanceof ObjectNode given
                    ? given
                    : usage.putObject("prompt_tokens_details");
            details.set("cached_tokens", hits);
        }
        return usage;
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

    /// Null unless it is an object that tells usage.
    private @Nullable ObjectNode tree(byte[] bytes, int from, int to) {
        return contains(bytes, from, to) ? parsed(bytes, from, to) : null;
    }

    private @Nullable ObjectNode parsed(byte[] bytes, int from, int to) {
        try {
            return json.readTree(bytes, from, to - from) instanceof ObjectNode tree ? tree : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean contains(byte[] bytes, int from, int to) {
        for (int at = from; at <= to - TELLS_USAGE.length; at++) {
            int matched = 0;
            while (matched < TELLS_USAGE.length && bytes[at + matched] == TELLS_USAGE[matched]) {
                matched++;
            }
            if (matched == TELLS_USAGE.length) {
                return true;
            }
        }
        return false;
    }
}
