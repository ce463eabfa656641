package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.JsonBody;
import dev.tollgate.edge.provider.spi.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Reads the answer of `batchEmbedContents`. Vectors shorter than the model's own are not of length 1 there, as
/// OpenAI's always are: they are made so.
final class EmbeddingsReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final int BYTES_PER_TOKEN = 4;

    private final JsonMapper json;
    private final String model;
    private final JsonNode asked;
    private @Nullable Quantities usage;

    EmbeddingsReader(JsonMapper json, JsonBody asked) {
        this.json = json;
        this.model = asked.model();
        this.asked = asked.tree();
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode answer;
        try {
            answer = json.readTree(bytes, from, to - from);
        } catch (IOException e) {
            return UNREADABLE;
        }
        if (answer != null && answer.has("error")) {
            return new Reading.Failed(GeminiFailures.told(answer));
        }
        if (answer == null || answer.path("embeddings").isEmpty()) {
            return UNREADABLE;
        }
        usage = GeminiUsage.read(answer.path("usageMetadata"));
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (JsonNode embedding : answer.path("embeddings")) {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            one.set("embedding", vector(embedding.path("values")));
        }
        long tokens = usage == null ? estimate() : usage.input();
        list.put("model", model).putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return write(list, out);
    }

    /// There are no streams of embeddings.
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
        return usage;
    }

    private Reading write(ObjectNode list, AnswerWriter out) {
        try {
            byte[] bytes = json.writeValueAsBytes(list);
            out.begin();
            out.json(bytes, 0, bytes.length);
            out.end();
            return Reading.DONE;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private JsonNode vector(JsonNode values) {
        double scale = asked.hasNonNull("dimensions") ? scale(values) : 1;
        if (!asked.path("encoding_format").asText().equals("base64")) {
            ArrayNode floats = JsonNodeFactory.instance.arrayNode(values.size());
            values.forEach(value -> floats.add((float) (value.asDouble() * scale)));
            return floats;
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> bytes.putFloat((float) (value.asDouble() * scale)));
        return JsonNodeFactory.instance.textNode(Base64.getEncoder().encodeToString(bytes.array()));
    }

    private static double scale(JsonNode values) {
        double squares = 0;
        for (JsonNode value : values) {
            squares += value.asDouble() * value.asDouble();
        }
        return squares == 0 ? 1 : 1 / Math.sqrt(squares);
    }

    /// For the caller to see, when the provider told nothing; what is charged is counted by the tokenizer.
    private long estimate() {
        long tokens = 0;
        for (String text : EmbeddingsBody.texts(asked.path("input"))) {
            tokens += Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, BYTES_PER_TOKEN);
        }
        return tokens;
    }
}
