package dev.tollgate.edge.key;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import org.jspecify.annotations.Nullable;

/// Reads the `Authorization` header: `Bearer`, in any case, and a key; any other form is told the right one.
sealed interface BearerHeader {
    /// The key as it came, not yet checked.
    record Given(String key) implements BearerHeader {}

    record Wrong(ServiceError error) implements BearerHeader {}

    String SCHEME = "Bearer ";
    String RIGHT_FORM = "send it as `Authorization: Bearer sk-...`.";
    Wrong MISSING =
            new Wrong(new ServiceError(ErrorCode.MISSING_API_KEY, "You didn't provide an API key: " + RIGHT_FORM));
    Wrong WRONG_FORM = new Wrong(new ServiceError(
            ErrorCode.INVALID_API_KEY, "The API key came in a form that is not accepted: " + RIGHT_FORM));

    static BearerHeader read(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return MISSING;
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return header.strip().equalsIgnoreCase(SCHEME.strip()) ? MISSING : WRONG_FORM;
        }
        String key = header.substring(SCHEME.length()).strip();
        return key.isEmpty() ? MISSING : new Given(key);
    }
}
