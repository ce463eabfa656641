package dev.tollgate.local.fake.moonshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.kin.KinDialect;
import dev.tollgate.local.fake.kin.KinError;
import dev.tollgate.local.fake.kin.KinFake;
import dev.tollgate.local.fake.openai.chat.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Moonshot, at `/moonshot/v1`. Models from kimi-k2.5 on, and those that are said to think or reason, think.
public final class MoonshotFake implements KinDialect {
    private static final Map<Integer, String> TYPES = Map.of(
            401, "invalid_authentication_error",
            403, "permission_denied_error",
            404, "resource_not_found_error",
            429, "rate_limit_reached_error",
            500, "server_error",
            503, "server_error");

    private MoonshotFake() {}

    public static Fake fake() {
        return new KinFake(new MoonshotFake());
    }

    @Override
    public String path() {
        return "/moonshot";
    }

    @Override
    public List<String> chat() {
        return List.of("/v1/chat/completions");
    }

    @Override
    public Optional<String> complaint(JsonNode body) {
        return new MoonshotCheck(body, thinks(body)).complaint();
    }

    @Override
    public int statusOf(String complaint) {
        return 400;
    }

    @Override
    public KinError error(int status, String message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error")
                .put("message", message)
                .put("type", TYPES.getOrDefault(status, "invalid_request_error"));
        return new KinError(status, json, 0);
    }

    @Override
    public boolean thinks(JsonNode body) {
        String model = body.path("model").asText();
        boolean can = MoonshotCheck.isFixed(model) || model.contains("thinking") || model.contains("reason");
        return can && !body.path("thinking").path("type").asText().equals("disabled");
    }

    @Override
    public JsonNode understood(JsonNode body) {
        return body;
    }

    @Override
    public ObjectNode usage(Answer.TokenUsage usage) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", usage.prompt())
                .put("completion_tokens", usage.completion())
                .put("total_tokens", usage.prompt() + usage.completion())
                .put("cached_tokens", usage.cached());
    }

    @Override
    public boolean tellsUsageInChoice() {
        return true;
    }

    @Override
    public String waiting(boolean stream) {
        return "";
    }
}
