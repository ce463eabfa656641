package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Passes a caller's `cache_control` on. Its time to live is always five minutes: an hour costs more to write, and
/// the price list has one price for writing.
final class CacheMarker {
    private static final String FIELD = "cache_control";

    private CacheMarker() {}

    static ObjectNode copied(JsonNode from, ObjectNode block) {
        if (from.path(FIELD).path("type").asText().equals("ephemeral")) {
            block.putObject(FIELD).put("type", "ephemeral");
        }
        return block;
    }
}
