package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An error answer in OpenAI's own words and shape, which differ from Tollgate's on purpose.
///
/// @param retryAfterSeconds for the `Retry-After` header, or 0 for none
public record Rejection(
        int status,
        String message,
        @Nullable String type,
        @Nullable String param,
        @Nullable String code,
        int retryAfterSeconds) {

    private static final String INVALID = "invalid_request_error";

    public Rejection(int status, String message, @Nullable String type, @Nullable String param, @Nullable String code) {
        this(status, message, type, param, code, 0);
    }

    public static Rejection invalid(String message, @Nullable String param, @Nullable String code) {
        return new Rejection(400, message, INVALID, param, code);
    }

    public static Rejection missing(String param) {
        return invalid("Missing required parameter: '" + param + "'.", param, "missing_required_parameter");
    }

    public static Rejection wrongType(String param, String expected, String got) {
        String message = "Invalid type for '" + param + "': expected " + expected + ", but got " + got + " instead.";
        return invalid(message, param, "invalid_type");
    }

    public static Rejection unsupportedValue(String param, String value, String supported) {
        String message = "Invalid value: '" + value + "'. Supported values are: " + supported + ".";
        return invalid(message, param, "invalid_value");
    }

    public static Rejection stringTooLong(String param, int max, int length) {
        String message = "Invalid '" + param + "': string too long. Expected a string with maximum length " + max
                + ", but got a string with length " + length + " instead.";
        return invalid(message, param, "string_above_max_length");
    }

    public static Rejection emptyArray(String param) {
        String message = "Invalid '" + param
                + "': empty array. Expected an array with minimum length 1, but got an empty array instead.";
        return invalid(message, param, "empty_array");
    }

    public static Rejection unauthorized(String message) {
        return new Rejection(401, message, INVALID, null, "invalid_api_key");
    }

    public static Rejection notFound(String message, @Nullable String code) {
        return new Rejection(404, message, INVALID, code == null ? null : "model", code);
    }

    public static Rejection noSuchModel(String name) {
        String message = "The model `" + name + "` does not exist or you do not have access to it.";
        return notFound(message, "model_not_found");
    }

    public static Rejection unsupportedContentType(String bare, @Nullable String header, String accepted) {
        String message = "Unsupported content type: '" + bare + "'. This API method only accepts '" + accepted
                + "' requests, but you specified the header 'Content-Type: " + header
                + "'. Please try again with a supported content type.";
        return new Rejection(415, message, INVALID, null, "unsupported_content_type");
    }

    /// What comes in the middle of an answer that fails there.
    public static Rejection midway() {
        return new Rejection(500, "The server had an error while processing your request.", "server_error", null, null);
    }

    /// As an event of a stream.
    public String frame() {
        return "data: " + toJson() + "\n\n";
    }

    /// The error that a fault is, if that is all it is.
    static Optional<Rejection> of(Fault fault) {
        return switch (fault) {
            case HTTP_429, HTTP_429_ONCE ->
                error(fault, "Rate limit reached for requests. Try again in 2s.", "requests", "rate_limit_exceeded");
            case HTTP_500 ->
                error(fault, "The server had an error while processing your request.", "server_error", null);
            case HTTP_503 -> error(fault, "The engine is currently overloaded.", "server_error", null);
            case HTTP_401 -> Optional.of(unauthorized("Incorrect API key provided: sk-demo*******cret."));
            case HTTP_402 -> error(fault, "Insufficient Balance", "unknown_error", "invalid_request_error");
            case HTTP_403 -> error(fault, "Country not supported", "request_forbidden", "unsupported_country");
            case HTTP_404 -> Optional.of(notFound("The model does not exist.", "model_not_found"));
            case HTTP_400 ->
                Optional.of(invalid(
                        "This model's maximum context length is 128000 tokens. However, your messages resulted in "
                                + "200001 tokens. Please reduce the length of the messages.",
                        "messages",
                        "context_length_exceeded"));
            case HTTP_422 -> Optional.of(new Rejection(422, "Unprocessable tool schema", INVALID, "tools", null));
            case LEAK,
                    RESET,
                    RESET_MID,
                    STALL,
                    STALL_MID,
                    NO_USAGE,
                    ERROR_FRAME,
                    BAD_JSON,
                    HUGE_LINE,
                    UTF8_SPLIT,
                    SLOW_HEADERS,
                    NO_DONE -> Optional.empty();
        };
    }

    private static Optional<Rejection> error(Fault fault, String message, String type, @Nullable String code) {
        return Optional.of(new Rejection(fault.status(), message, type, null, code, fault.retryAfterSeconds()));
    }

    /// Sends it as the answer.
    public void answer(Exchange exchange) {
        if (retryAfterSeconds > 0) {
            exchange.response().putHeader("retry-after", Integer.toString(retryAfterSeconds));
        }
        exchange.answer(status, toJson());
    }

    /// `{"error": {…}}`, all four keys present.
    public ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return root;
    }
}
