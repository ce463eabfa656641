package dev.tollgate.edge.provider.bedrock;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the embeddings of `InvokeModel`, Titan's or Cohere's by their shape, into OpenAI's; the rest is as if
/// OpenAI had answered. Cohere tells its count in a header alone: it is counted by the tokenizer.
final class InvokeReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());

    private final JsonMapper json;
    private final EmbeddingsReader openai;
    private final String model;

    /// @param model the public name
    InvokeReader(JsonMapper json, EmbeddingsReader openai, String model) {
        this.json = json;
        this.openai = openai;
        this.model = model;
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode answer;
        try {
            answer = json.readTree(bytes, from, to - from);
        } catch (IOException e) {
            return UNREADABLE;
        }
        if (answer == null || !answer.isObject()) {
            return UNREADABLE;
        }
        if (BedrockFailures.isError(answer)) {
            return new Reading.Failed(BedrockFailures.told(answer));
        }
        byte[] list = list(answer).toString().getBytes(StandardCharsets.UTF_8);
        return openai.whole(list, 0, list.length, out);
    }

    private ObjectNode list(JsonNode answer) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (JsonNode vector : vectors(answer)) {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            one.set("embedding", vector);
        }
        list.put("model", model);
        JsonNode tokens = answer.path("inputTextTokenCount");
        if (tokens.isIntegralNumber()) {
            list.putObject("usage").put("prompt_tokens", tokens.longValue()).put("total_tokens", tokens.longValue());
        }
        return list;
    }

    private static Iterable<JsonNode> vectors(JsonNode answer) {
        if (answer.has("embedding")) {
            return List.of(answer.get("embedding"));
        }
        JsonNode embeddings = answer.path("embeddings");
        return embeddings.isArray() ? embeddings : embeddings.path("float");
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
