package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Says `logprobsResult` as OpenAI's `logprobs`: the chosen tokens, each with the most likely ones at its place.
final class Logprobs {
    private Logprobs() {}

    static @Nullable ObjectNode of(JsonNode result) {
        if (!result.isObject()) {
            return null;
        }
        ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
        ArrayNode content = logprobs.putArray("content");
        JsonNode chosen = result.path("chosenCandidates");
        for (int i = 0; i < chosen.size(); i++) {
            ObjectNode token = token(chosen.get(i));
            ArrayNode top = token.putArray("top_logprobs");
            result.path("topCandidates").path(i).path("candidates").forEach(other -> top.add(token(other)));
            content.add(token);
        }
        logprobs.putNull("refusal");
        return logprobs;
    }

    private static ObjectNode token(JsonNode candidate) {
        String token = candidate.path("token").asText();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("token", token);
        json.set("logprob", candidate.path("logProbability"));
        ArrayNode bytes = json.putArray("bytes");
        for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xFF);
        }
        return json;
    }
}
