package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes calls of functions and their answers. An answer has no id here: it stands at its call's place and has its
/// call's name.
final class Calls {
    /// What Google documents for histories that no Gemini has written.
    private static final String UNSIGNED = "skip_thought_signature_validator";

    private final JsonMapper json;
    private final ModelTraits model;
    /// Names by id, of calls that are not answered yet.
    private final Map<String, String> open = new LinkedHashMap<>();
    private final Map<String, ObjectNode> answers = new LinkedHashMap<>();

    Calls(JsonMapper json, ModelTraits model) {
        this.json = json;
        this.model = model;
    }

    /// @param calls the `tool_calls` of one message
    List<ObjectNode> parts(JsonNode calls) {
        List<ObjectNode> parts = new ArrayList<>();
        for (JsonNode call : calls) {
            JsonNode function = call.path("function");
            String name = function.path("name").asText();
            open.put(call.path("id").asText(), name);
            ObjectNode part = JsonNodeFactory.instance.objectNode();
            part.putObject("functionCall")
                    .put("name", name)
                    .set("args", arguments(function.path("arguments").asText()));
            String signature = signature(call);
            if (signature != null) {
                part.put("thoughtSignature", signature);
            } else if (parts.isEmpty() && model.signsThoughts()) {
                part.put("thoughtSignature", UNSIGNED);
            }
            parts.add(part);
        }
        return parts;
    }

    /// The signature that the answer carried, in the field in which Google's own OpenAI-compatible endpoint has it.
    static @Nullable String signature(JsonNode carrier) {
        String signature = carrier.path("extra_content")
                .path("google")
                .path("thought_signature")
                .asText("");
        return signature.isEmpty() ? null : signature;
    }

    /// @return false when nothing with this id was called
    boolean answer(String id, String content) {
        String name = open.get(id);
        if (name == null) {
            return false;
        }
        answers.put(id, response(name, "result", content));
        return true;
    }

    /// The answers in the order of the calls, once for all; those that are missing are said to be.
    List<ObjectNode> answered() {
        List<ObjectNode> parts = new ArrayList<>();
        open.forEach((id, name) -> {
            ObjectNode given = answers.get(id);
            parts.add(given == null ? response(name, "error", "There is no result.") : given);
        });
        open.clear();
        answers.clear();
        return parts;
    }

    private static ObjectNode response(String name, String key, String content) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.putObject("functionResponse")
                .put("name", name)
                .putObject("response")
                .put(key, content);
        return part;
    }

    /// Models write arguments that are no JSON object, now and then: they are told them as they were.
    private ObjectNode arguments(String text) {
        if (text.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (json.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.objectNode().put("arguments", text);
        }
        return JsonNodeFactory.instance.objectNode().put("arguments", text);
    }
}
