package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a conversation begins: that is what a provider's prompt cache is keyed by. Marks of what is to be cached wander
/// from turn to turn and say nothing.
final class Beginning {
    private Beginning() {}

    static long hash(@Nullable JsonNode system, JsonNode messages) {
        long first = hash(messages.get(0).get("content"));
        return system == null ? first : first * 31 + hash(system);
    }

    /// A text is the same as a single block of it.
    private static long hash(JsonNode content) {
        if (!content.isArray()) {
            return content.hashCode();
        }
        long hash = 0;
        for (JsonNode block : content) {
            hash = hash * 31 + (isText(block) ? block.get("text").hashCode() : withoutMark(block));
        }
        return hash;
    }

    private static boolean isText(JsonNode block) {
        return block.path("type").asText().equals("text");
    }

    private static long withoutMark(JsonNode block) {
        long hash = 0;
        for (Map.Entry<String, JsonNode> member : block.properties()) {
            if (!member.getKey().equals("cache_control")) {
                hash += member.getKey().hashCode() * 31L + member.getValue().hashCode();
            }
        }
        return hash;
    }
}
