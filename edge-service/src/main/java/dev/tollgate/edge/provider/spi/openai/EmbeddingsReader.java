package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import dev.tollgate.edge.provider.spi.Reading;
import org.jspecify.annotations.Nullable;

/// Passes embeddings in OpenAI's shape on as they are, but for the model's name, and for vectors that come in
/// another form than was asked for.
public final class EmbeddingsReader implements AnswerReader {
    private final EmbeddingsBody asked;
    private final OpenAiObject object;
    private boolean strange;
    private int vectors;

    public EmbeddingsReader(JsonMapper json, EmbeddingsBody asked) {
        this.asked = asked;
        this.object = new OpenAiObject(json, asked.model());
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        Reading failure = object.read(bytes, from, to, out);
        if (failure != null) {
            return failure;
        }
        Patches patches = object.renamed();
        try {
            new Walk(bytes, to, patches).run(from);
        } catch (IllegalArgumentException e) {
            // Neither numbers nor base64: nobody could use it.
            return OpenAiObject.UNREADABLE;
        }
        if (strange || vectors == 0) {
            return OpenAiObject.UNREADABLE;
        }
        patches.write(bytes, from, to, out);
        return Reading.DONE;
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

    /// Some tell the total alone.
    @Override
    public @Nullable Quantities usage() {
        JsonNode usage = object.usage();
        if (usage == null) {
            return null;
        }
        JsonNode told = usage.has("prompt_tokens") ? usage.path("prompt_tokens") : usage.path("total_tokens");
        return told.isIntegralNumber() ? Quantities.of(Math.max(0, told.longValue()), 0) : null;
    }

    /// Through `data[].embedding`.
    private final class Walk {
        private final JsonWalk walk;
        private final byte[] bytes;
        private final Patches patches;

        Walk(byte[] bytes, int to, Patches patches) {
            this.walk = new JsonWalk(bytes, to);
            this.bytes = bytes;
            this.patches = patches;
        }

        void run(int from) {
            walk.each(from, (nameStart, nameEnd, start, end) -> {
                if (walk.named("data", nameStart, nameEnd)) {
                    walk.each(start, (noName, noEnd, at, until) -> item(at));
                }
            });
        }

        private void item(int from) {
            int before = vectors;
            walk.each(from, (nameStart, nameEnd, start, end) -> {
                if (walk.named("embedding", nameStart, nameEnd)) {
                    vectors++;
                    vector(start, end);
                }
            });
            strange |= vectors == before;
        }

        private void vector(int start, int end) {
            switch (bytes[start]) {
                case '[' -> {
                    if (asked.base64()) {
                        patches.put(start, end, Vectors.toBase64(bytes, start, end));
                    }
                }
                case '"' -> {
                    if (!asked.base64()) {
                        patches.put(start, end, Vectors.toNumbers(bytes, start, end));
                    }
                }
                default -> strange = true;
            }
        }
    }
}
