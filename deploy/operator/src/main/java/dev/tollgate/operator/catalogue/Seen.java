package dev.tollgate.operator.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// An object that the catalogue has.
///
/// @param declaredAt where the catalogue file declares it; null of one that is managed
/// @param version of one that is managed; 0 of the file's
/// @param conflict why it has no effect; null when it has
/// @param configured whether it has the credential that it needs; null where it needs none
/// @param drained whether it takes no new requests
/// @param priced whether a model has a price in force; null of others
record Seen(
        @Nullable String declaredAt,
        long version,
        JsonNode definition,
        @Nullable String conflict,
        @Nullable Boolean configured,
        boolean drained,
        @Nullable Boolean priced) {
    static Seen of(JsonNode object) {
        boolean managed = "managed".equals(object.path("source").asText());
        return new Seen(
                managed ? null : object.path("declared_at").asText("its file"),
                object.path("version").asLong(),
                object.path("definition"),
                text(object.path("conflict")),
                flag(object.path("configured")),
                object.path("drained").asBoolean(),
                flag(object.path("priced")));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }

    private static @Nullable Boolean flag(JsonNode node) {
        return node.isBoolean() ? (Boolean) node.booleanValue() : null;
    }
}
