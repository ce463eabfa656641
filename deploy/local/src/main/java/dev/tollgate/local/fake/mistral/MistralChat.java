package dev.tollgate.local.fake.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.kin.KinDialect;
import dev.tollgate.local.fake.kin.KinError;
import dev.tollgate.local.fake.openai.chat.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chat completions in Mistral's words: thoughts are parts of the content, calls have short ids and no type, usage
/// comes with the last choice.
final class MistralChat implements KinDialect {
    private static final String NOT_OF_THE_SCHEMA = "extra_forbidden: ";
    private static final Map<Integer, String> TYPES = Map.of(
            401, "unauthorized",
            429, "rate_limited",
            500, "internal_server_error",
            503, "internal_server_error");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public String path() {
        return "/mistral";
    }

    @Override
    public List<String> chat() {
        return List.of("/v1/chat/completions");
    }

    @Override
    public Optional<String> complaint(JsonNode body) {
        return MistralCheck.unknown(body)
                .map(place -> NOT_OF_THE_SCHEMA + place)
                .or(() -> new MistralCheck(body).complaint());
    }

    @Override
    public int statusOf(String complaint) {
        return complaint.startsWith(NOT_OF_THE_SCHEMA) ? 422 : 400;
    }

    @Override
    public KinError error(int status, String message) {
        ObjectNode json = JSON.objectNode();
        if (message.startsWith(NOT_OF_THE_SCHEMA)) {
            ObjectNode detail = json.putArray("detail").addObject().put("type", "extra_forbidden");
            detail.putArray("loc").add("body").add(message.substring(NOT_OF_THE_SCHEMA.length()));
            detail.put("msg", "Extra inputs are not permitted");
        } else if (status == 401) {
            json.put("detail", "Unauthorized");
        } else {
            boolean model = status == 404;
            json.put("object", "error")
                    .put("message", model ? "Invalid model" : message)
                    .put("type", model ? "invalid_model" : TYPES.getOrDefault(status, "invalid_request_error"))
                    .putNull("param")
                    .put("code", model ? "1500" : Integer.toString(status));
            return new KinError(model ? 400 : status, json, 0);
        }
        return new KinError(status, json, 0);
    }

    @Override
    public boolean thinks(JsonNode body) {
        String model = body.path("model").asText();
        return model.contains("magistral")
                || model.contains("reason")
                || body.path("reasoning_effort").asText().equals("high");
    }

    /// What it calls `any`, the demo's model knows as `required`.
    @Override
    public JsonNode understood(JsonNode body) {
        if (!body.path("tool_choice").asText().equals("any")) {
            return body;
        }
        ObjectNode understood = body.deepCopy();
        return understood.put("tool_choice", "required");
    }

    @Override
    public ObjectNode usage(Answer.TokenUsage usage) {
        return JSON.objectNode()
                .put("prompt_tokens", usage.prompt())
                .put("total_tokens", usage.prompt() + usage.completion())
                .put("completion_tokens", usage.completion())
                .put("num_cached_tokens", usage.cached());
    }

    @Override
    public boolean tellsUsageInChoice() {
        return true;
    }

    @Override
    public ObjectNode worded(ObjectNode answer) {
        for (JsonNode one : answer.path("choices")) {
            ObjectNode choice = (ObjectNode) one;
            JsonNode usage = choice.remove("usage");
            if (usage != null) {
                answer.set("usage", usage);
            }
            for (String said : List.of("message", "delta")) {
                if (choice.get(said) instanceof ObjectNode message) {
                    thoughts(message);
                    message.path("tool_calls").forEach(call -> shortened((ObjectNode) call));
                }
            }
        }
        return answer;
    }

    private static void thoughts(ObjectNode message) {
        JsonNode thoughts = message.remove("reasoning_content");
        if (thoughts == null) {
            return;
        }
        String text = message.path("content").asText("");
        ArrayNode parts = message.putArray("content");
        ObjectNode thinking = parts.addObject().put("type", "thinking");
        thinking.putArray("thinking").addObject().put("type", "text").set("text", thoughts);
        if (!text.isEmpty()) {
            parts.addObject().put("type", "text").put("text", text);
        }
    }

    private static void shortened(ObjectNode call) {
        call.remove("type");
        if (call.hasNonNull("id")) {
            int hash = call.path("id").asText().hashCode() & Integer.MAX_VALUE;
            String digits = "00000000" + Integer.toString(hash, Character.MAX_RADIX);
            call.put("id", digits.substring(digits.length() - 9));
        }
    }

    @Override
    public String waiting(boolean stream) {
        return "";
    }
}
