package dev.tollgate.local.fake.jina;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.BearerJson.Refusal;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What both endpoints say alike.
final class JinaRules {

    private JinaRules() {}

    static ObjectNode error(String detail) {
        return JsonNodeFactory.instance.objectNode().put("detail", detail);
    }

    static Refusal noSuchModel(String model) {
        return new Refusal(400, error("[INPUT_MODEL_NOT_FOUND] Model '" + model + "' not found"));
    }

    static Optional<Script> script(String base, Stage stage, String model) {
        Optional<Script> named = Script.named(base, model);
        return named.isPresent() || !(stage.anyModel() || model.startsWith("jina-"))
                ? named
                : Optional.of(Script.plain());
    }

    static Optional<Refusal> onlyKnown(JsonNode body, Set<String> fields) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!fields.contains(field.getKey())) {
                return invalid("extra fields not permitted", field.getKey());
            }
        }
        return body.path("model").isTextual() ? Optional.empty() : invalid("field required", "model");
    }

    /// A 422 that names the place.
    static Optional<Refusal> invalid(String message, String... place) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode fault = root.putArray("detail").addObject();
        ArrayNode path = fault.putArray("loc").add("body");
        for (String step : place) {
            path.add(step);
        }
        fault.put("msg", message).put("type", "value_error");
        return Optional.of(new Refusal(422, root));
    }

    static Reply reply(ObjectNode root, Script script, long tokens) {
        if (!script.has(Fault.NO_USAGE)) {
            root.putObject("usage").put("total_tokens", tokens).put("prompt_tokens", tokens);
        }
        return new Reply.Whole(
                Reply.JSON,
                Buffer.buffer(root.toString()),
                1,
                Buffer.buffer(error("internal server error").toString()));
    }
}
