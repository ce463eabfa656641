package dev.tollgate.local.fake.deepseek;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.kin.KinDialect;
import dev.tollgate.local.fake.kin.KinError;
import dev.tollgate.local.fake.kin.KinFake;
import dev.tollgate.local.fake.openai.chat.Answer;
import java.util.List;
import java.util.Optional;

/// DeepSeek, at `/deepseek` with and without `/v1`. A model thinks by its name (`reason`) or by `thinking`.
public final class DeepSeekFake implements KinDialect {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeepSeekFake() {}

    public static Fake fake() {
        return new KinFake(new DeepSeekFake());
    }

    @Override
    public String path() {
        return "/deepseek";
    }

    @Override
    public List<String> chat() {
        return List.of("/chat/completions", "/v1/chat/completions");
    }

    @Override
    public Optional<String> complaint(JsonNode body) {
        return new DeepSeekCheck(body, thinks(body)).complaint();
    }

    @Override
    public int statusOf(String complaint) {
        return complaint.startsWith(DeepSeekCheck.NOT_OF_THE_TYPE) ? 422 : 400;
    }

    @Override
    public KinError error(int status, String message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error")
                .put("message", message)
                .put("type", status == 401 ? "authentication_error" : "invalid_request_error")
                .putNull("param")
                .put("code", "invalid_request_error");
        return new KinError(status, json, 0);
    }

    @Override
    public boolean thinks(JsonNode body) {
        String told = body.path("thinking").path("type").asText();
        return told.isEmpty() ? body.path("model").asText().contains("reason") : told.equals("enabled");
    }

    /// The model does as it is told: a JSON Schema in the system's words is what it answers by.
    @Override
    public JsonNode understood(JsonNode body) {
        String system = body.path("messages").path(0).path("content").asText();
        int schema = system.indexOf("JSON Schema:\n");
        boolean json = body.path("response_format").path("type").asText().equals("json_object");
        if (!json || schema < 0) {
            return body;
        }
        try {
            ObjectNode understood = body.deepCopy();
            understood
                    .putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .set("schema", JSON.readTree(system.substring(schema + "JSON Schema:\n".length())));
            return understood;
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    @Override
    public ObjectNode usage(Answer.TokenUsage usage) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", usage.prompt())
                .put("completion_tokens", usage.completion())
                .put("total_tokens", usage.prompt() + usage.completion())
                .put("prompt_cache_hit_tokens", usage.cached())
                .put("prompt_cache_miss_tokens", usage.prompt() - usage.cached());
        if (usage.reasoning() > 0) {
            json.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
        }
        return json;
    }

    @Override
    public boolean tellsUsageInChoice() {
        return false;
    }

    @Override
    public String waiting(boolean stream) {
        return stream ? ": keep-alive\n\n" : "\n\n";
    }
}
