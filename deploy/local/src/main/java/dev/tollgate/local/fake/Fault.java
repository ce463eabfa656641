package dev.tollgate.local.fake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The scripted faults; a model is called `fault-` and the constant's name, hyphenated.
public enum Fault {
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

    /// @param model a model's name; `fault-500` is [#HTTP_500]
    public static Optional<Fault> named(String model) {
        return Arrays.stream(values())
                .filter(fault -> fault.modelName().equals(model))
                .findFirst();
    }

    public String modelName() {
        return "fault-" + name().replace("HTTP_", "").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /// The status to answer with instead of 200, in the dialect's own error; 0 for the faults of another kind.
    public int status() {
        return switch (this) {
            case HTTP_429, HTTP_429_ONCE -> 429;
            case HTTP_500, LEAK -> 500;
            case HTTP_503 -> 503;
            case HTTP_401 -> 401;
            case HTTP_402 -> 402;
            case HTTP_403 -> 403;
            case HTTP_404 -> 404;
            case HTTP_400 -> 400;
            case HTTP_422 -> 422;
            case RESET,
                    RESET_MID,
                    STALL,
                    STALL_MID,
                    NO_USAGE,
                    ERROR_FRAME,
                    BAD_JSON,
                    HUGE_LINE,
                    UTF8_SPLIT,
                    SLOW_HEADERS,
                    NO_DONE -> 0;
        };
    }

    /// For the `Retry-After` header; 0 for none.
    public int retryAfterSeconds() {
        return status() == 429 ? 2 : 0;
    }
}
