package dev.tollgate.local.fake.openai.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `POST /v1/embeddings`: model `demo-embedding`, 512 dimensions or fewer.
public final class Embeddings implements Operation {

    private static final int DIMENSIONS = 512;
    private static final List<FieldRule> RULES = List.of(
            FieldRule.only(Set.of("model", "input", "encoding_format", "dimensions", "user")),
            FieldRule.model(),
            FieldRule.oneOf("encoding_format", "float", "base64"),
            FieldRule.integer("dimensions", 1, Integer.MAX_VALUE),
            Embeddings::dimensions,
            FieldRule.string("user"),
            new InputRule());

    @Override
    public String path() {
        return "/embeddings";
    }

    @Override
    public Optional<Script> script(String model) {
        return Script.named("demo-embedding", model);
    }

    @Override
    public Optional<Rejection> check(JsonNode body) {
        return FieldRule.first(RULES, body);
    }

    @Override
    public String prompt(JsonNode body) {
        return body.get("input").toString();
    }

    @Override
    public void perform(Call call) {
        JsonNode body = call.body();
        boolean base64 = body.path("encoding_format").asText().equals("base64");
        int dimensions = body.path("dimensions").asInt(DIMENSIONS);
        List<EmbeddingInput> inputs = EmbeddingInput.of(body.get("input"));
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("object", "list")
                .put("model", body.get("model").asText());
        ArrayNode data = root.putArray("data");
        for (EmbeddingInput input : inputs) {
            float[] vector = Vectors.of(input.features(), dimensions);
            data.addObject()
                    .put("object", "embedding")
                    .put("index", data.size() - 1)
                    .set("embedding", Vectors.json(vector, base64));
        }
        long tokens = inputs.stream().mapToLong(EmbeddingInput::tokens).sum();
        ObjectNode usage = JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", tokens)
                .put("total_tokens", tokens);
        call.exchange().play(call.script(), JsonReply.whole(call.script(), root, usage, 1));
    }

    private static Optional<Rejection> dimensions(JsonNode body) {
        int asked = body.path("dimensions").asInt(DIMENSIONS);
        String message =
                "Invalid value for 'dimensions' = " + asked + ". Must be less than or equal to " + DIMENSIONS + ".";
        return asked <= DIMENSIONS ? Optional.empty() : Optional.of(Rejection.invalid(message, "dimensions", null));
    }
}
