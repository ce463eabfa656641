package dev.tollgate.edge.provider.elevenlabs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.DetailWords;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import java.io.IOException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What ElevenLabs' errors mean: `{"detail": {"status": …, "message": …}}`, or a list of places. What it is about is in
/// that status rather than in the answer's: our quota is told with a 401, a voice that is not there with a 404.
final class ElevenLabsFailures {
    private static final int PAYMENT_REQUIRED = 402;
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;

    private ElevenLabsFailures() {}

    static Failure of(int status, UnaryOperator<@Nullable String> header, byte[] body, JsonMapper json) {
        JsonNode tree = tree(body, json);
        JsonNode detail = tree.path("detail");
        String about = detail.path("status").asText(detail.path("code").asText(""));
        String words = DetailWords.of(detail.isObject() ? detail : tree);
        ObjectNode told = words == null ? null : json.createObjectNode().put("message", words);
        return switch (about) {
            case "quota_exceeded" -> new Failure.Rejected(PAYMENT_REQUIRED);
            case "model_not_found" -> new Failure.Rejected(NOT_FOUND);
            // The caller's choice.
            case "voice_not_found" -> OpenAiFailures.of(BAD_REQUEST, header, told, Instant.now());
            case "max_character_limit_exceeded", "text_too_long" ->
                OpenAiFailures.of(BAD_REQUEST, header, tooLong(told, json), Instant.now());
            default -> OpenAiFailures.of(status, header, told, Instant.now());
        };
    }

    private static ObjectNode tooLong(@Nullable ObjectNode told, JsonMapper json) {
        ObjectNode error = told == null ? json.createObjectNode() : told;
        return error.put("code", "context_length_exceeded");
    }

    private static JsonNode tree(byte[] body, JsonMapper json) {
        try {
            JsonNode tree = json.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
