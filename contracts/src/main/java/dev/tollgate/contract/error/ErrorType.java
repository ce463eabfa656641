package dev.tollgate.contract.error;

/// The envelope's `type`, as seed 003 lists them.
public enum ErrorType {
    INVALID_REQUEST("invalid_request_error"),
    AUTHENTICATION("authentication_error"),
    BILLING("billing_error"),
    PERMISSION("permission_error"),
    NOT_FOUND("not_found_error"),
    RATE_LIMIT("rate_limit_error"),
    UPSTREAM("upstream_error"),
    SERVER("server_error");

    private final String wireName;

    ErrorType(String wireName) {
        this.wireName = wireName;
    }

    /// The name on the wire.
    public String wireName() {
        return wireName;
    }
}
