package dev.tollgate.edge.realtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads the caller's events as strictly as money needs: one that names a member twice is refused, since the
/// provider might read the other one.
final class ClientEvents {
    private static final int DEPTH_MAX = 200;

    private final JsonMapper json;

    /// @param longest characters of a message
    ClientEvents(int longest) {
        JsonFactory strict = new JsonFactoryBuilder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .maxStringLength(longest)
                        .build())
                .build();
        this.json = JsonMapper.builder(strict).build();
    }

    ClientEvent read(String message) {
        try {
            String type = type(message);
            return switch (type) {
                case null -> new ClientEvent.Malformed("An event is one JSON object with a `type`.");
                case "response.create" -> create(json.readTree(message));
                case "session.update" -> update(json.readTree(message));
                case "input_audio_buffer.append" -> new ClientEvent.Audio();
                default -> new ClientEvent.Other();
            };
        } catch (IOException e) {
            return new ClientEvent.Malformed("The event is not valid JSON, or names a member twice.");
        }
    }

    /// Reads all of it, although the type mostly comes first: nothing may follow that says something else.
    private @Nullable String type(String message) throws IOException {
        String type = null;
        try (JsonParser parser = json.createParser(message)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isType = parser.currentName().equals("type");
                JsonToken value = parser.nextToken();
                if (isType && value == JsonToken.VALUE_STRING) {
                    type = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            return parser.nextToken() == null ? type : null;
        }
    }

    private static ClientEvent create(JsonNode event) {
        return new ClientEvent.Create(text(event.path("event_id")), bound(event.path("response")));
    }

    private static ClientEvent update(JsonNode event) {
        JsonNode session = event.path("session");
        return new ClientEvent.Update(
                text(event.path("event_id")), (ObjectNode) event, text(session.path("model")), bound(session));
    }

    /// Of either name, the larger of the two where both are given.
    private static @Nullable Long bound(JsonNode terms) {
        Long now = bound(terms, "max_output_tokens");
        Long beta = bound(terms, "max_response_output_tokens");
        return now == null ? beta : beta == null ? now : (Long) Math.max(now, beta);
    }

    private static @Nullable Long bound(JsonNode terms, String name) {
        JsonNode bound = terms.path(name);
        if (bound.isMissingNode()) {
            return null;
        }
        return bound.isIntegralNumber() && bound.canConvertToLong() ? Math.max(1, bound.asLong()) : Long.MAX_VALUE;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
