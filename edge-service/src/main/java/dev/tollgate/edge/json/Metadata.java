package dev.tollgate.edge.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// A caller's own `metadata`: pairs of short texts, by OpenAI's rules.
public final class Metadata {
    private static final int PAIRS_MAX = 16;
    private static final int KEY_MAX = 64;
    private static final int VALUE_MAX = 512;

    private Metadata() {}

    public static void check(Map<String, JsonNode> fields) {
        JsonNode metadata = fields.get("metadata");
        if (metadata == null) {
            return;
        }
        if (!metadata.isObject()) {
            throw Invalid.type("metadata", "an object");
        }
        if (metadata.size() > PAIRS_MAX) {
            throw Invalid.value("metadata", "'metadata' holds at most " + PAIRS_MAX + " pairs.");
        }
        for (Map.Entry<String, JsonNode> pair : metadata.properties()) {
            String path = "metadata." + pair.getKey();
            if (!pair.getValue().isTextual()) {
                throw Invalid.type(path, "a string");
            }
            if (pair.getKey().length() > KEY_MAX || pair.getValue().textValue().length() > VALUE_MAX) {
                throw Invalid.value(path, "A key of 'metadata' has at most 64 characters, a value at most 512.");
            }
        }
    }
}
