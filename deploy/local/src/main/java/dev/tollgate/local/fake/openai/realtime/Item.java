package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One item of a conversation.
///
/// @param audioMillis how much sound is in it
record Item(ObjectNode json, long audioMillis) {

    static final int BYTES_PER_MILLI = 48;

    private static final int IMAGE_TOKENS = 85;
    private static final int MILLIS_PER_TOKEN = 100;
    private static final Set<String> TYPES = Set.of("message", "function_call", "function_call_output");

    String id() {
        return json.path("id").asText();
    }

    boolean isUsers() {
        return json.path("role").asText().equals("user");
    }

    String text() {
        return Nested.elements(json.path("content"))
                        .map(part -> part.path("text").asText("")
                                + part.path("transcript").asText(""))
                        .collect(Collectors.joining())
                + json.path("arguments").asText("")
                + json.path("output").asText("");
    }

    long textTokens() {
        return Tokens.count(text());
    }

    long audioTokens() {
        return Math.ceilDiv(audioMillis, MILLIS_PER_TOKEN);
    }

    long imageTokens() {
        return IMAGE_TOKENS
                * Nested.elements(json.path("content"))
                        .filter(part -> part.path("type").asText().equals("input_image"))
                        .count();
    }

    /// An item as a client made it: the sound is counted and left out.
    static Item of(JsonNode given, String id) {
        ObjectNode json = given.deepCopy();
        json.put("id", id).put("object", "realtime.item").put("status", "completed");
        long bytes = 0;
        for (JsonNode part : json.path("content")) {
            if (part instanceof ObjectNode sound && sound.path("audio").isTextual()) {
                bytes += Base64.getDecoder().decode(sound.get("audio").textValue()).length;
                sound.remove("audio");
            }
        }
        return new Item(json, bytes / BYTES_PER_MILLI);
    }

    static Optional<Rejection> check(JsonNode item) {
        String type = item.path("type").asText();
        if (type.isEmpty()) {
            return Optional.of(Rejection.missing("item.type"));
        }
        if (!TYPES.contains(type)) {
            return Optional.of(Rejection.unsupportedValue(
                    "item.type", type, "'message', 'function_call', and 'function_call_output'"));
        }
        return switch (type) {
            case "message" -> message(item);
            case "function_call" -> texts(item, "name", "arguments");
            default -> texts(item, "call_id", "output");
        };
    }

    private static Optional<Rejection> texts(JsonNode item, String... fields) {
        for (String field : fields) {
            if (!item.path(field).isTextual()) {
                return Optional.of(Rejection.missing("item." + field));
            }
        }
        return Optional.empty();
    }

    private static Optional<Rejection> message(JsonNode item) {
        String role = item.path("role").asText();
        Set<String> parts =
                switch (role) {
                    case "user" -> Set.of("input_text", "input_audio", "input_image");
                    case "system" -> Set.of("input_text");
                    case "assistant" -> Set.of("output_text", "output_audio", "text");
                    default -> Set.of();
                };
        if (parts.isEmpty()) {
            return Optional.of(Rejection.unsupportedValue("item.role", role, "'user', 'assistant', and 'system'"));
        }
        if (!item.path("content").isArray() || item.path("content").isEmpty()) {
            return Optional.of(Rejection.missing("item.content"));
        }
        for (JsonNode part : item.get("content")) {
            String type = part.path("type").asText();
            if (!parts.contains(type)) {
                return Optional.of(Rejection.unsupportedValue(
                        "item.content[0].type",
                        type,
                        parts.stream().sorted().collect(Collectors.joining("', '", "'", "'"))));
            }
            if (part.has("audio") && !InputAudio.isBase64(part.get("audio").asText())) {
                return Optional.of(InputAudio.notBase64("item.content[0].audio"));
            }
        }
        return Optional.empty();
    }
}
