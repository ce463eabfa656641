package dev.tollgate.local.fake.kin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What these providers all ask of a history.
public final class Histories {
    private Histories() {}

    /// Calls are answered before anything else is said, and nothing is answered that was not called.
    public static Optional<String> unansweredCalls(JsonNode messages) {
        Set<String> open = new HashSet<>();
        for (JsonNode message : messages) {
            boolean tool = message.path("role").asText().equals("tool");
            if (tool && !open.remove(message.path("tool_call_id").asText())) {
                return Optional.of(
                        "Messages with role 'tool' must be a response to a preceding message with 'tool_calls'");
            }
            if (!tool && !open.isEmpty()) {
                return Optional.of(
                        "An assistant message with 'tool_calls' must be followed by tool messages responding to"
                                + " each 'tool_call_id'");
            }
            message.path("tool_calls").forEach(call -> open.add(call.path("id").asText()));
        }
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of("An assistant message with 'tool_calls' must be followed by tool messages responding to"
                        + " each 'tool_call_id'");
    }

    /// Whether a call must be made.
    public static boolean demandsCall(JsonNode body) {
        JsonNode choice = body.path("tool_choice");
        return choice.isObject() || choice.asText().equals("required");
    }
}
