package dev.tollgate.edge.guard;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a guardrail's service says.
sealed interface HookAnswer {
    int REASON_MAX = 500;

    record Allow() implements HookAnswer {}

    /// @param reason for the caller; empty for none
    record Block(String reason) implements HookAnswer {}

    /// @param texts in the places of those that it was shown
    record Replace(List<String> texts) implements HookAnswer {}

    /// Nothing that can be understood, in time.
    ///
    /// @param why for metrics
    record Failed(String why) implements HookAnswer {}

    /// @param shown how many texts it was shown
    static HookAnswer read(byte[] body, int shown) {
        JsonNode answer = parsed(body);
        if (answer == null) {
            return new Failed("malformed");
        }
        return switch (answer.path("action").asText("")) {
            case "allow" -> new Allow();
            case "block" -> new Block(readable(answer.path("reason").asText("")));
            case "replace" -> replaced(answer.path("texts"), shown);
            default -> new Failed("malformed");
        };
    }

    private static @Nullable JsonNode parsed(byte[] body) {
        try {
            return Json.STRICT.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    private static HookAnswer replaced(JsonNode given, int shown) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : given) {
            if (text.isTextual()) {
                texts.add(text.textValue());
            }
        }
        return given.isArray() && given.size() == shown && texts.size() == shown
                ? new Replace(texts)
                : new Failed("malformed");
    }

    /// On one line, and no longer than anybody reads.
    private static String readable(String reason) {
        String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= REASON_MAX ? line : line.substring(0, REASON_MAX) + "…";
    }

    /// How it is read.
    final class Json {
        private static final JsonMapper STRICT = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        private Json() {}
    }
}
