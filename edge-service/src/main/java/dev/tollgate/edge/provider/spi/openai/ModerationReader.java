package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.ModerationBody;
import dev.tollgate.edge.provider.spi.Reading;
import org.jspecify.annotations.Nullable;

/// Passes judgements in OpenAI's shape on as they are, but for the model's name. OpenAI tells no usage, some of its kin
/// do.
public final class ModerationReader implements AnswerReader {
    private final OpenAiObject object;

    public ModerationReader(JsonMapper json, ModerationBody asked) {
        this.object = new OpenAiObject(json, asked.model());
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        Reading failure = object.read(bytes, from, to, out);
        if (failure != null) {
            return failure;
        }
        if (results(bytes, from, to) == 0) {
            return OpenAiObject.UNREADABLE;
        }
        object.renamed().write(bytes, from, to, out);
        return Reading.DONE;
    }

    private static int results(byte[] bytes, int from, int to) {
        JsonWalk walk = new JsonWalk(bytes, to);
        int[] found = {0};
        walk.each(from, (nameStart, nameEnd, start, end) -> {
            if (walk.named("results", nameStart, nameEnd) && bytes[start] == '[') {
                walk.each(start, (noName, noEnd, at, until) -> found[0] += bytes[at] == '{' ? 1 : 0);
            }
        });
        return found[0];
    }

    /// There is no stream of them.
    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        return OpenAiObject.UNREADABLE;
    }

    @Override
    public Reading end(AnswerWriter out) {
        return OpenAiObject.UNREADABLE;
    }

    /// By the names of embeddings, or of newer endpoints; some tell the total alone.
    @Override
    public @Nullable Quantities usage() {
        JsonNode usage = object.usage();
        if (usage == null) {
            return null;
        }
        for (String name : new String[] {"prompt_tokens", "input_tokens", "total_tokens"}) {
            if (usage.path(name).isIntegralNumber()) {
                return Quantities.of(Math.max(0, usage.path(name).longValue()), 0);
            }
        }
        return null;
    }
}
