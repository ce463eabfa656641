package dev.tollgate.edge.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Repeatable;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.prompts.Texts;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What we read of a request for vectors. Its output is no text and costs nothing.
record EmbeddingsRequest(String model, boolean base64, Texts texts, Members members)
        implements EmbeddingsBody, ModelRequest {

    static EmbeddingsRequest of(Members members) {
        Map<String, JsonNode> fields = members.fields();
        String model = Field.requiredText(fields, "model");
        Texts texts = Texts.of("input", fields.get("input"));
        boolean base64 = isBase64(Field.text(fields, "encoding_format"));
        Field.integer(fields, "dimensions", 1, Integer.MAX_VALUE);
        Field.text(fields, "user");
        return new EmbeddingsRequest(model, base64, texts, members);
    }

    private static boolean isBase64(@Nullable String format) {
        return switch (format) {
            case null -> false;
            case "float" -> false;
            case "base64" -> true;
            default ->
                throw Invalid.value(
                        "encoding_format",
                        "Invalid value for 'encoding_format': '" + format + "'. Use float or base64.");
        };
    }

    @Override
    public EmbeddingsBody body() {
        return this;
    }

    @Override
    public boolean stream() {
        return false;
    }

    @Override
    public boolean tokenized() {
        return texts.tokenized();
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return members.withModel(upstreamModel);
    }

    @Override
    public ObjectNode tree() {
        return members.tree();
    }

    @Override
    public Bounds bounds(Catalogue.Model model, ModelPrice price) {
        long bound = texts.bound(model.contextWindow());
        return new Bounds(
                bound, Math.min(bound, texts.estimate()), null, 0, 1, 0, 0, false, Quantities.NONE, Quantities.NONE);
    }

    @Override
    public long inputTokens(ToLongFunction<String> tokenizer) {
        return texts.tokens(tokenizer);
    }

    /// Nothing is gained by a deployment that has seen the text before: requests are spread.
    @Override
    public byte[] fingerprint() {
        return members.fingerprint();
    }

    @Override
    public Repeatable repeatable() {
        return Repeatable.ON_REQUEST;
    }

    @Override
    public long affinity() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return "EmbeddingsRequest[" + model + "]";
    }
}
