package dev.tollgate.local.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The scripted faults; a model is called `fault-` and the constant's name, hyphenated.
enum Fault {
    HTTP_429,
    /// Only the first time for each prompt.
    HTTP_429_ONCE,
    HTTP_500,
    HTTP_503,
    HTTP_401,
    HTTP_402,
    HTTP_403,
    HTTP_404,
    HTTP_400,
    HTTP_422,
    /// A 500 that tells the provider's own key and address.
    LEAK,
    /// The connection is reset before any byte.
    RESET,
    /// Reset after some of the answer.
    RESET_MID,
    /// Accepts and never answers.
    STALL,
    /// Some of the answer, then silence.
    STALL_MID,
    /// A whole answer that tells no usage.
    NO_USAGE,
    /// An error frame after some of a stream.
    ERROR_FRAME,
    /// 200 with a body that is not JSON.
    BAD_JSON,
    /// One line of 8 MiB, by a padding field that carries no text.
    HUGE_LINE,
    /// Characters of several bytes, cut across packets.
    UTF8_SPLIT,
    /// The status line comes after three seconds.
    SLOW_HEADERS,
    /// The stream ends without `[DONE]`.
    NO_DONE;

    static Optional<Fault> named(String model) {
        return Arrays.stream(values())
                .filter(fault -> fault.modelName().equals(model))
                .findFirst();
    }

    String modelName() {
        return "fault-" + name().replace("HTTP_", "").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /// The error to answer with instead of a completion, if that is all the fault is.
    Optional<Rejection> rejection() {
        return switch (this) {
            case HTTP_429, HTTP_429_ONCE ->
                error(429, "Rate limit reached for requests. Try again in 2s.", "requests", "rate_limit_exceeded");
            case HTTP_500 -> error(500, "The server had an error while processing your request.", "server_error", null);
            case HTTP_503 -> error(503, "The engine is currently overloaded.", "server_error", null);
            case HTTP_401 -> Optional.of(Rejection.unauthorized("Incorrect API key provided: sk-demo*******cret."));
            case HTTP_402 -> error(402, "Insufficient Balance", "unknown_error", "invalid_request_error");
            case HTTP_403 -> error(403, "Country not supported", "request_forbidden", "unsupported_country");
            case HTTP_404 -> Optional.of(Rejection.notFound("The model does not exist.", "model_not_found"));
            case HTTP_400 ->
                Optional.of(Rejection.invalid(
                        "This model's maximum context length is 128000 tokens. However, your messages resulted in "
                                + "200001 tokens. Please reduce the length of the messages.",
                        "messages",
                        "context_length_exceeded"));
            case HTTP_422 ->
                Optional.of(new Rejection(422, "Unprocessable tool schema", "invalid_request_error", "tools", null));
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

    private static Optional<Rejection> error(int status, String message, String type, @Nullable String code) {
        return Optional.of(new Rejection(status, message, type, null, code, status == 429 ? 2 : 0));
    }
}
