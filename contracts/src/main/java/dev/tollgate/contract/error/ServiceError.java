package dev.tollgate.contract.error;

import org.jspecify.annotations.Nullable;

/// An error that one of our services tells another, or a caller: safe to show as it is.
///
/// @param param the offending field in the caller's own spelling (`messages[0].role`), or null
public record ServiceError(
        ErrorCode code, String message, @Nullable String param) {
    public ServiceError(ErrorCode code, String message) {
        this(code, message, null);
    }

    /// The one envelope, all four keys always present.
    public ErrorEnvelope envelope() {
        return new ErrorEnvelope(new ErrorEnvelope.Body(message, code.type().wireName(), param, code.code()));
    }
}
