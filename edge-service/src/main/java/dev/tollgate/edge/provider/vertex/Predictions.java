package dev.tollgate.edge.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.openai.EmbeddingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Embeddings by `predict`: one instance for each text, whose vector comes with its count. Said as OpenAI would
/// have answered; errors are read as Gemini's are.
final class Predictions implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());

    private final JsonMapper json;
    private final EmbeddingsReader openai;
    private final String model;
    private final AnswerReader errors;

    /// @param model the public name
    Predictions(JsonMapper json, EmbeddingsReader openai, String model, AnswerReader errors) {
        this.json = json;
        this.openai = openai;
        this.model = model;
        this.errors = errors;
    }

    /// The body of `predict`.
    static ObjectNode asked(JsonNode asked) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode instances = body.putArray("instances");
        JsonNode input = asked.path("input");
        if (input.isTextual()) {
            instances.addObject().set("content", input);
        }
        input.forEach(text -> instances.addObject().set("content", text));
        if (asked.path("dimensions").isIntegralNumber()) {
            body.putObject("parameters").set("outputDimensionality", asked.get("dimensions"));
        }
        return body;
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode answer;
        try {
            answer = json.readTree(bytes, from, to - from);
        } catch (IOException e) {
            return UNREADABLE;
        }
        if (answer == null || !answer.path("predictions").isArray()) {
            return errors.whole(bytes, from, to, out);
        }
        byte[] list = list(answer.path("predictions")).toString().getBytes(StandardCharsets.UTF_8);
        return openai.whole(list, 0, list.length, out);
    }

    private ObjectNode list(JsonNode predictions) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        long tokens = 0;
        boolean told = true;
        for (JsonNode prediction : predictions) {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            one.set("embedding", prediction.path("embeddings").path("values"));
            JsonNode count = prediction.path("embeddings").path("statistics").path("token_count");
            told &= count.isNumber();
            tokens += count.asLong();
        }
        list.put("model", model);
        if (told) {
            list.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        }
        return list;
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
        return openai.usage();
    }
}
