package dev.tollgate.edge.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.error.ServiceError;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Errors as events of a session.
final class ErrorEvents {
    private ErrorEvents() {}

    /// @param cause the caller's `event_id` of what is refused, or null
    static String of(ServiceError error, @Nullable String cause) {
        return of(error.code().type().wireName(), error.code().code(), error.message(), error.param(), cause);
    }

    /// Of the session's own limits.
    static String expired(String code, String message) {
        return of("invalid_request_error", code, message, null, null);
    }

    private static String of(String type, String code, String message, @Nullable String param, @Nullable String cause) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("type", "error");
        event.put("event_id", "event_" + UUID.randomUUID().toString().replace("-", ""));
        event.putObject("error")
                .put("type", type)
                .put("code", code)
                .put("message", message)
                .put("param", param)
                .put("event_id", cause);
        return event.toString();
    }
}
