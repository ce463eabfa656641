package dev.tollgate.edge.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// `stream_options`, as chats and completions have it.
public final class StreamOptions {
    private static final String NAME = "stream_options";

    private StreamOptions() {}

    /// Whether a stream's usage is asked for.
    public static boolean includeUsage(Map<String, JsonNode> fields, boolean stream) {
        JsonNode options = fields.get(NAME);
        if (options == null) {
            return false;
        }
        if (!options.isObject()) {
            throw Invalid.type(NAME, "an object");
        }
        if (!stream) {
            throw Invalid.value(NAME, "'" + NAME + "' is only allowed when 'stream' is true.");
        }
        JsonNode include = options.get("include_usage");
        if (include != null && !include.isNull() && !include.isBoolean()) {
            throw Invalid.type(NAME + ".include_usage", "a boolean");
        }
        return include != null && include.booleanValue();
    }
}
