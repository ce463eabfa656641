package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// An error answer in Anthropic's shape.
///
/// @param retryAfterSeconds for the `retry-after` header, or 0 for none
record Refusal(int status, String type, String message, int retryAfterSeconds) {

    private static final String INVALID = "invalid_request_error";
    private static final int OVERLOADED = 529;

    static Refusal invalid(String message) {
        return new Refusal(400, INVALID, message, 0);
    }

    static Refusal unauthorized(String message) {
        return new Refusal(401, "authentication_error", message, 0);
    }

    static Refusal notFound(String message) {
        return new Refusal(404, "not_found_error", message, 0);
    }

    static Refusal tooLarge() {
        return new Refusal(413, "request_too_large", "Request exceeds the maximum size", 0);
    }

    /// As the real one words each status. Anthropic knows no 503: an overload is a 529.
    static Refusal scripted(int status, int retryAfterSeconds) {
        return switch (status) {
            case 400 -> invalid("prompt is too long: 200001 tokens > 200000 maximum");
            case 401 -> unauthorized("invalid x-api-key");
            case 402 -> new Refusal(402, "billing_error", "Your credit balance is too low to access the API.", 0);
            case 403 -> new Refusal(403, "permission_error", "Your API key does not have permission to use it.", 0);
            case 404 -> notFound("model: fault-404");
            case 422 -> invalid("tools.0.custom.input_schema: JSON schema is invalid");
            case 429 -> {
                String message = "This request would exceed your organization's rate limit of 50 requests per minute.";
                yield new Refusal(429, "rate_limit_error", message, retryAfterSeconds);
            }
            case 503 -> overloaded();
            default -> internal();
        };
    }

    static Refusal overloaded() {
        return new Refusal(OVERLOADED, "overloaded_error", "Overloaded", 0);
    }

    static Refusal internal() {
        return new Refusal(500, "api_error", "Internal server error", 0);
    }

    ObjectNode toJson(String requestId) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("type", "error");
        root.putObject("error").put("type", type).put("message", message);
        return root.put("request_id", requestId);
    }
}
