package dev.tollgate.operator.management;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What the management API said.
public sealed interface Answer {
    int NOT_FOUND = 404;
    int CONFLICT = 409;

    /// @param body missing where the answer has none
    record Done(JsonNode body) implements Answer {}

    /// @param status from 400 to 499
    /// @param param the field at fault, in the API's words; null where it is none
    record Refused(int status, String message, @Nullable String param) implements Answer {}

    /// The body, where a refusal could only be a passing one.
    ///
    /// @throws Away when it was refused
    default JsonNode orElseAway() {
        return switch (this) {
            case Done(JsonNode body) -> body;
            case Refused refused -> throw new Away(refused.status() + ": " + refused.message());
        };
    }

    /// The body.
    ///
    /// @throws Rejected when it was refused
    default JsonNode orElseRejected() {
        return switch (this) {
            case Done(JsonNode body) -> body;
            case Refused refused -> throw new Rejected(refused);
        };
    }

    default boolean is(int status) {
        return this instanceof Refused refused && refused.status() == status;
    }
}
