package dev.tollgate.local.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// An error answer in OpenAI's own words and shape, which differ from Tollgate's on purpose.
///
/// @param retryAfterSeconds for the `Retry-After` header, or 0 for none
record Rejection(
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable String code,
        int retryAfterSeconds) {

    private static final String INVALID = "invalid_request_error";

    Rejection(int status, String message, String type, @Nullable String param, @Nullable String code) {
        this(status, message, type, param, code, 0);
    }

    static Rejection invalid(String message, @Nullable String param, @Nullable String code) {
        return new Rejection(400, message, INVALID, param, code);
    }

    static Rejection missing(String param) {
        return invalid("Missing required parameter: '" + param + "'.", param, "missing_required_parameter");
    }

    static Rejection wrongType(String param, String expected, String got) {
        String message = "Invalid type for '" + param + "': expected " + expected + ", but got " + got + " instead.";
        return invalid(message, param, "invalid_type");
    }

    static Rejection unsupportedValue(String param, String value, String supported) {
        String message = "Invalid value: '" + value + "'. Supported values are: " + supported + ".";
        return invalid(message, param, "invalid_value");
    }

    static Rejection emptyArray(String param) {
        String message = "Invalid '" + param
                + "': empty array. Expected an array with minimum length 1, but got an empty array instead.";
        return invalid(message, param, "empty_array");
    }

    static Rejection unauthorized(String message) {
        return new Rejection(401, message, INVALID, null, "invalid_api_key");
    }

    static Rejection notFound(String message, @Nullable String code) {
        return new Rejection(404, message, INVALID, code == null ? null : "model", code);
    }

    /// `{"error": {…}}`, all four keys present.
    ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return root;
    }
}
