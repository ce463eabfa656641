package dev.tollgate.local.fake.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.BearerJson;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.Tokens;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges texts by categories of its own, and says of none that it is flagged. A text that names a category is found at
/// fault in it.
final class MistralModerations implements BearerJson.Dialect {
    private static final Set<String> FIELDS = Set.of("model", "input", "metadata");
    private static final List<String> CATEGORIES = List.of(
            "sexual",
            "hate_and_discrimination",
            "violence_and_threats",
            "dangerous_and_criminal_content",
            "selfharm",
            "health",
            "financial",
            "law",
            "pii");

    @Override
    public ObjectNode error(String message) {
        return JsonNodeFactory.instance.objectNode().put("detail", message);
    }

    @Override
    public Optional<BearerJson.Refusal> check(JsonNode body) {
        return MistralEmbeddings.onlyTexts(body, FIELDS);
    }

    @Override
    public Optional<Script> script(Stage stage, String model) {
        Optional<Script> named = Script.named("demo-moderation", model);
        return named.isPresent() || !(stage.anyModel() || model.startsWith("mistral-"))
                ? named
                : Optional.of(Script.plain());
    }

    @Override
    public BearerJson.Refusal noSuchModel(String model) {
        return MistralEmbeddings.unknownModel(model);
    }

    @Override
    public Reply answer(JsonNode body, Script script) {
        List<String> texts = MistralEmbeddings.texts(body.get("input"));
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("id", "mod-0aa1")
                .put("model", body.get("model").asText());
        ArrayNode results = root.putArray("results");
        for (String text : texts) {
            ObjectNode result = results.addObject();
            ObjectNode found = result.putObject("categories");
            ObjectNode scores = result.putObject("category_scores");
            for (String category : CATEGORIES) {
                found.put(category, text.contains(category));
                scores.put(category, text.contains(category) ? 0.99 : 0.0001);
            }
        }
        if (!script.has(Fault.NO_USAGE)) {
            long tokens = texts.stream().mapToLong(Tokens::count).sum();
            root.putObject("usage")
                    .put("prompt_tokens", tokens)
                    .put("total_tokens", tokens)
                    .put("completion_tokens", 0);
        }
        return new Reply.Whole(
                Reply.JSON,
                Buffer.buffer(root.toString()),
                1,
                Buffer.buffer(error("Internal server error").toString()));
    }
}
