package dev.tollgate.local.fake.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The responses that are stored, and their items; the oldest are forgotten. Another key does not see them.
final class KeptResponses {

    private static final int MAX = 1_000;

    /// @param messages all that was said, as a chat has it
    /// @param output the items of the answer
    private record Kept(String key, ArrayNode messages, ArrayNode output) {}

    private final Map<String, Kept> byId = new LinkedHashMap<>();

    void keep(String id, String key, ArrayNode messages, ArrayNode output) {
        ArrayNode said = messages.deepCopy();
        SaidItems.add(output, said);
        byId.put(id, new Kept(key, said, output));
        if (byId.size() > MAX) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    /// Of the conversation up to a response; to be added to.
    ArrayNode messages(String id) {
        Kept kept = byId.get(id);
        return kept == null
                ? JsonNodeFactory.instance.arrayNode()
                : kept.messages().deepCopy();
    }

    /// Whether all that is only named is there.
    Optional<Rejection> check(JsonNode body, String key) {
        String previous = body.path("previous_response_id").asText("");
        Kept kept = byId.get(previous);
        if (!previous.isEmpty() && (kept == null || !kept.key().equals(key))) {
            return Optional.of(Rejection.invalid(
                    "Previous response with id '" + previous + "' not found.",
                    "previous_response_id",
                    "previous_response_not_found"));
        }
        return Nested.elements(body.path("input"))
                .filter(KeptResponses::isOnlyNamed)
                .map(item -> item.path("id").asText())
                .filter(id -> !isKept(id, key))
                .map(id -> new Rejection(
                        404, "Item with id '" + id + "' not found.", "invalid_request_error", "input", null))
                .findFirst();
    }

    /// A reasoning item without its content, or a reference.
    private static boolean isOnlyNamed(JsonNode item) {
        String type = item.path("type").asText();
        return type.equals("item_reference")
                || (type.equals("reasoning") && item.hasNonNull("id") && !item.hasNonNull("encrypted_content"));
    }

    private boolean isKept(String itemId, String key) {
        return byId.values().stream()
                .filter(kept -> kept.key().equals(key))
                .flatMap(kept -> Nested.elements(kept.output()))
                .anyMatch(item -> item.path("id").asText().equals(itemId));
    }
}
