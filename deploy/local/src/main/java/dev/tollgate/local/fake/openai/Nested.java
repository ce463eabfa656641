package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Checks of values inside other values.
public final class Nested {

    private Nested() {}

    public static Stream<JsonNode> elements(JsonNode container) {
        return StreamSupport.stream(container.spliterator(), false);
    }

    public static Optional<Rejection> unknown(JsonNode object, String path, Set<String> known) {
        return object.properties().stream()
                .map(property -> property.getKey())
                .filter(name -> !known.contains(name))
                .map(name -> path + "." + name)
                .map(full -> Rejection.invalid("Unknown parameter: '" + full + "'.", full, "unknown_parameter"))
                .findFirst();
    }

    public static Rejection tooLong(String path, int max, int size) {
        String message = "Invalid '" + path + "': array too long. Expected an array with maximum length " + max
                + ", but got an array with length " + size + " instead.";
        return Rejection.invalid(message, path, "array_above_max_length");
    }
}
