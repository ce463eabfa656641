package dev.tollgate.edge.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads vectors, which come by their type, and writes them one by one, as OpenAI does.
final class EmbedReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final int BYTES_PER_TOKEN = 4;

    private final JsonMapper json;
    private final EmbeddingsBody asked;
    private @Nullable Long tokens;

    EmbedReader(JsonMapper json, EmbeddingsBody asked) {
        this.json = json;
        this.asked = asked;
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode answer = tree(bytes, from, to);
        if (answer == null || !answer.isObject()) {
            return UNREADABLE;
        }
        JsonNode vectors = answer.path("embeddings").path(asked.base64() ? "base64" : "float");
        if (vectors.isEmpty()) {
            return answer.has("message") ? new Reading.Failed(OpenAiFailures.told(answer)) : UNREADABLE;
        }
        JsonNode told = answer.path("meta").path("billed_units").path("input_tokens");
        tokens = told.isNumber() ? Long.valueOf(Math.max(0, told.longValue())) : null;
        ObjectNode list = json.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (JsonNode vector : vectors) {
            if (asked.base64() ? !vector.isTextual() : !vector.isArray()) {
                return UNREADABLE;
            }
            data.addObject()
                    .put("object", "embedding")
                    .put("index", data.size() - 1)
                    .set("embedding", vector);
        }
        long shown = tokens == null ? estimate() : tokens;
        list.put("model", asked.model())
                .putObject("usage")
                .put("prompt_tokens", shown)
                .put("total_tokens", shown);
        byte[] written = list.toString().getBytes(StandardCharsets.UTF_8);
        out.begin();
        out.json(written, 0, written.length);
        out.end();
        return Reading.DONE;
    }

    /// There is no stream of them.
    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        return UNREADABLE;
    }

    @Override
    public Reading end(AnswerWriter out) {
        return UNREADABLE;
    }

    @Override
    public @Nullable Quantities usage() {
        Long told = tokens;
        return told == null ? null : Quantities.of(told, 0);
    }

    /// For the caller to see, when the provider told nothing; what is charged is counted by the tokenizer.
    private long estimate() {
        long estimated = 0;
        for (String text : EmbedRequest.texts(asked.tree().path("input"))) {
            estimated += Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, BYTES_PER_TOKEN);
        }
        return estimated;
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
