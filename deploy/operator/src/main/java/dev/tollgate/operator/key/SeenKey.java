package dev.tollgate.operator.key;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// A key as the management API shows it.
///
/// @param createdAt Unix seconds
/// @param rotatedTo its successor; null for none
/// @param graceUntil Unix seconds until which a rotated key still works; 0 for none
/// @param view all of it
record SeenKey(
        String id,
        String accountId,
        boolean revoked,
        long createdAt,
        @Nullable String rotatedTo,
        long graceUntil,
        JsonNode view) {
    static SeenKey of(JsonNode view) {
        JsonNode successor = view.path("rotated_to");
        return new SeenKey(
                view.path("id").asText(),
                view.path("account_id").asText(),
                "REVOKED".equals(view.path("status").asText()),
                view.path("created_at").asLong(),
                successor.isTextual() ? successor.textValue() : null,
                view.path("grace_until").asLong(),
                view);
    }

    /// Whether it is the one to use, as far as it goes.
    boolean isCurrent() {
        return !revoked && rotatedTo == null;
    }
}
