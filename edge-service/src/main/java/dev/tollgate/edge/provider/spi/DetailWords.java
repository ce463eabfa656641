package dev.tollgate.edge.provider.spi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words of errors as FastAPI makes them, which several providers are built with: `{"detail": …}`, where the
/// detail is words, or a list of places and what is wrong there.
public final class DetailWords {
    private DetailWords() {}

    /// Null when it tells nothing in words.
    public static @Nullable String of(JsonNode body) {
        JsonNode detail = body.path("detail");
        if (detail.isTextual()) {
            return detail.textValue();
        }
        if (detail.isArray() && !detail.isEmpty()) {
            List<String> faults = new ArrayList<>();
            detail.forEach(fault ->
                    faults.add(place(fault.path("loc")) + fault.path("msg").asText("invalid")));
            return String.join("; ", faults);
        }
        return body.path("message").isTextual() ? body.path("message").textValue() : null;
    }

    /// `["body", "documents", 0]` is `documents.0`.
    private static String place(JsonNode path) {
        List<String> steps = new ArrayList<>();
        path.forEach(step -> steps.add(step.asText()));
        if (!steps.isEmpty() && steps.getFirst().equals("body")) {
            steps.removeFirst();
        }
        return steps.isEmpty() ? "" : String.join(".", steps) + ": ";
    }
}
