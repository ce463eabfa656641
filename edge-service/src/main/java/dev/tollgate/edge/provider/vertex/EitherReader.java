package dev.tollgate.edge.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Reading;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads an answer of Gemini's or of Claude's: which one it is, its first piece tells, for all that Anthropic
/// says has a type.
final class EitherReader implements AnswerReader {
    private final JsonMapper json;
    private final AnswerReader gemini;
    private final AnswerReader claude;
    private @Nullable AnswerReader chosen;

    EitherReader(JsonMapper json, AnswerReader gemini, AnswerReader claude) {
        this.json = json;
        this.gemini = gemini;
        this.claude = claude;
    }

    static boolean isClaudes(@Nullable JsonNode piece) {
        return piece != null && piece.path("type").isTextual();
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        return chosen(bytes, from, to).whole(bytes, from, to, out);
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        return chosen(bytes, from, to).event(bytes, from, to, out);
    }

    @Override
    public Reading end(AnswerWriter out) {
        return (chosen == null ? gemini : chosen).end(out);
    }

    @Override
    public @Nullable Quantities usage() {
        return chosen == null ? null : chosen.usage();
    }

    private AnswerReader chosen(byte[] bytes, int from, int to) {
        AnswerReader known = chosen;
        if (known == null) {
            known = isClaudes(tree(bytes, from, to)) ? claude : gemini;
            chosen = known;
        }
        return known;
    }

    private @Nullable JsonNode tree(byte[] bytes, int from, int to) {
        try {
            return json.readTree(bytes, from, to - from);
        } catch (IOException e) {
            return null;
        }
    }
}
