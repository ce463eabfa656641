package dev.tollgate.operator.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A draft that was made for a PriceList, as the management API shows it.
///
/// @param note says for which resource and generation it was made
/// @param effectiveFrom Unix seconds; null while it is not published
record Draft(
        String id,
        String note,
        @Nullable Long effectiveFrom,
        List<String> models,
        List<String> groups,
        List<String> deployments) {
    static Draft of(JsonNode view) {
        JsonNode from = view.path("effective_from");
        return new Draft(
                view.path("id").asText(),
                view.path("note").asText(),
                from.isNumber() ? (Long) from.longValue() : null,
                texts(view.path("models")),
                texts(view.path("groups")),
                texts(view.path("deployments")));
    }

    boolean isPublished() {
        return effectiveFrom != null;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return List.copyOf(texts);
    }
}
