package dev.tollgate.edge.messages;

import java.util.HashMap;
import java.util.Map;

/// Where in the caller's body stands what was said at a place of the chat: an adapter's complaint names the chat's
/// parameters, and the caller knows only its own.
final class Places {
    private static final Map<String, String> FIELDS = Map.of(
            "max_completion_tokens", "max_tokens",
            "stop", "stop_sequences",
            "response_format", "output_config.format",
            "reasoning_effort", "thinking",
            "parallel_tool_calls", "tool_choice.disable_parallel_tool_use",
            "user", "metadata.user_id");

    private final Map<String, String> places = new HashMap<>();

    /// @param chat `messages[2].content[0]`
    void put(String chat, String callers) {
        places.put(chat, callers);
    }

    /// The nearest place that is known; a name that both formats have is itself.
    String callers(String param) {
        for (String at = param; !at.isEmpty(); at = above(at)) {
            String known = places.getOrDefault(at, FIELDS.get(at));
            if (known != null) {
                return known;
            }
        }
        // Tools have the same places, but for what is inside.
        return param.startsWith("tools[") ? param.substring(0, param.indexOf(']') + 1) : param;
    }

    private static String above(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
