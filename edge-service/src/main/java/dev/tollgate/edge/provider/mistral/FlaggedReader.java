package dev.tollgate.edge.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.ModerationBody;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.openai.ModerationReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads judgements: OpenAI's shape, but that Mistral leaves it to the reader to say that an input was found at fault.
final class FlaggedReader implements AnswerReader {
    private final JsonMapper json;
    private final ModerationReader inner;

    FlaggedReader(JsonMapper json, ModerationBody asked) {
        this.json = json;
        this.inner = new ModerationReader(json, asked);
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode answer = tree(bytes, from, to);
        if (answer == null) {
            return inner.whole(bytes, from, to, out);
        }
        for (JsonNode one : answer.path("results")) {
            if (one instanceof ObjectNode result && !result.has("flagged")) {
                boolean flagged = false;
                for (JsonNode found : result.path("categories")) {
                    flagged |= found.asBoolean();
                }
                result.put("flagged", flagged);
            }
        }
        byte[] said = answer.toString().getBytes(StandardCharsets.UTF_8);
        return inner.whole(said, 0, said.length, out);
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        return inner.event(bytes, from, to, out);
    }

    @Override
    public Reading end(AnswerWriter out) {
        return inner.end(out);
    }

    @Override
    public @Nullable Quantities usage() {
        return inner.usage();
    }

    /// Null when it is no JSON.
    private @Nullable JsonNode tree(byte[] bytes, int from, int to) {
        try {
            return json.readTree(bytes, from, to - from);
        } catch (IOException e) {
            return null;
        }
    }
}
