package dev.tollgate.contract.error;

import java.util.Locale;

/// Every error a caller can see: its `code`, HTTP status and the envelope's `type` (seeds 003 and 004; the table is
/// in the README). The status lives here and nowhere else.
public enum ErrorCode {
    INVALID_JSON(400, ErrorType.INVALID_REQUEST),
    MISSING_REQUIRED_PARAMETER(400, ErrorType.INVALID_REQUEST),
    INVALID_VALUE(400, ErrorType.INVALID_REQUEST),
    INVALID_TYPE(400, ErrorType.INVALID_REQUEST),
    UNSUPPORTED_PARAMETER(400, ErrorType.INVALID_REQUEST),
    CONTEXT_LENGTH_EXCEEDED(400, ErrorType.INVALID_REQUEST),
    UPSTREAM_REJECTED(400, ErrorType.INVALID_REQUEST),
    /// A guardrail of the caller's group does not let it pass.
    CONTENT_BLOCKED(400, ErrorType.INVALID_REQUEST),
    MISSING_API_KEY(401, ErrorType.AUTHENTICATION),
    INVALID_API_KEY(401, ErrorType.AUTHENTICATION),
    API_KEY_EXPIRED(401, ErrorType.AUTHENTICATION),
    INSUFFICIENT_BALANCE(402, ErrorType.BILLING),
    SPEND_LIMIT_REACHED(402, ErrorType.BILLING),
    MODEL_NOT_ALLOWED(403, ErrorType.PERMISSION),
    MISSING_SCOPE(403, ErrorType.PERMISSION),
    IP_NOT_ALLOWED(403, ErrorType.PERMISSION),
    ACCOUNT_FROZEN(403, ErrorType.PERMISSION),
    MODEL_NOT_FOUND(404, ErrorType.NOT_FOUND),
    NOT_FOUND(404, ErrorType.NOT_FOUND),
    METHOD_NOT_ALLOWED(405, ErrorType.INVALID_REQUEST),
    CONFLICT(409, ErrorType.INVALID_REQUEST),
    REQUEST_IN_PROGRESS(409, ErrorType.INVALID_REQUEST),
    REQUEST_TOO_LARGE(413, ErrorType.INVALID_REQUEST),
    UNSUPPORTED_MEDIA_TYPE(415, ErrorType.INVALID_REQUEST),
    RATE_LIMIT_EXCEEDED(429, ErrorType.RATE_LIMIT),
    INTERNAL_ERROR(500, ErrorType.SERVER),
    SERVICE_UNAVAILABLE(503, ErrorType.SERVER),
    /// A guardrail without which nothing may pass cannot be asked.
    GUARDRAIL_UNAVAILABLE(503, ErrorType.SERVER),
    UPSTREAM_ERROR(503, ErrorType.UPSTREAM),
    /// An answer of the provider's that can't be understood: the same code, as 502.
    UPSTREAM_BAD_ANSWER(502, ErrorType.UPSTREAM, "upstream_error"),
    UPSTREAM_TIMEOUT(504, ErrorType.UPSTREAM);

    private final int status;
    private final ErrorType type;
    private final String code;

    ErrorCode(int status, ErrorType type) {
        this.status = status;
        this.type = type;
        this.code = name().toLowerCase(Locale.ROOT);
    }

    ErrorCode(int status, ErrorType type, String code) {
        this.status = status;
        this.type = type;
        this.code = code;
    }

    /// The HTTP status that goes with this code.
    public int status() {
        return status;
    }

    /// The envelope's `type`.
    public ErrorType type() {
        return type;
    }

    /// The envelope's `code`.
    public String code() {
        return code;
    }

    /// The code of an error that another service told; what is not known is an internal error.
    public static ErrorCode of(String code) {
        for (ErrorCode known : values()) {
            if (known.code.equals(code)) {
                return known;
            }
        }
        return INTERNAL_ERROR;
    }
}
