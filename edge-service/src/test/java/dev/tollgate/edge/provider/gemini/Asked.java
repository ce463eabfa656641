package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.JsonBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A caller's body in tests, and what becomes of it.
record Asked(JsonNode json, boolean stream, boolean includeUsage) implements ChatBody {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /// Single quotes for double ones.
    static Asked of(String body) {
        return new Asked(read(body.replace('\'', '"')), false, false);
    }

    static Asked streamOf(String body) {
        return new Asked(read(body.replace('\'', '"')), true, true);
    }

    static Upstream upstream(String model) {
        return new Upstream("https://provider.example/v1beta", model, "the-key", null, 8_192, Map.of());
    }

    /// The body sent to this model.
    JsonNode sentTo(String model) {
        return sent(this, upstream(model));
    }

    static JsonNode sent(JsonBody body, Upstream upstream) {
        return switch (new GeminiAdapter().translate(body, upstream)) {
            case Translation.Translated(var request) -> read(request.body().toString());
            case Translation.Unsupported unsupported -> throw new AssertionError(unsupported.toString());
        };
    }

    /// Which parameter is not possible; empty when all is.
    String refusedBy(String model) {
        return switch (new GeminiAdapter().translate(this, upstream(model))) {
            case Translation.Translated translated -> "";
            case Translation.Unsupported(String param, String message) -> param;
        };
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String model() {
        return "public-model";
    }

    @Override
    public AnswerForm form() {
        return stream ? AnswerForm.EVENTS : AnswerForm.OBJECT;
    }

    @Override
    public ObjectNode tree() {
        return json.deepCopy();
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        throw new UnsupportedOperationException("a translated body is never passed on");
    }

    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field) {
        throw new UnsupportedOperationException("a translated body is never passed on");
    }

    /// The same body, asked of another endpoint.
    JsonBody embeddings() {
        return new Embeddings(json);
    }

    private record Embeddings(JsonNode json) implements JsonBody {
        @Override
        public Operation operation() {
            return Operation.EMBEDDINGS;
        }

        @Override
        public String model() {
            return "public-model";
        }

        @Override
        public AnswerForm form() {
            return AnswerForm.OBJECT;
        }

        @Override
        public ObjectNode tree() {
            return json.deepCopy();
        }

        @Override
        public Buffer rewritten(String upstreamModel) {
            throw new UnsupportedOperationException("a translated body is never passed on");
        }
    }
}
