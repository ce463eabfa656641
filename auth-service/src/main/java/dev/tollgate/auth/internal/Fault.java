package dev.tollgate.auth.internal;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import org.jspecify.annotations.Nullable;

/// What is wrong with a command, if anything, on its way out of a resource.
public final class Fault {
    private static final int IDEMPOTENCY_KEY_MAX = 255;

    private Fault() {}

    /// A 400 that names the field.
    public static ServiceError invalid(String param, String why) {
        return new ServiceError(ErrorCode.INVALID_VALUE, param + ": " + why + ".", param);
    }

    /// A 400 for a field that must be there.
    public static ServiceError missing(String param) {
        return new ServiceError(ErrorCode.MISSING_REQUIRED_PARAMETER, param + " is required.", param);
    }

    /// What is wrong with an idempotency key, or null.
    public static @Nullable ServiceError ofIdempotencyKey(@Nullable String key) {
        return key == null || (!key.isBlank() && key.length() <= IDEMPOTENCY_KEY_MAX)
                ? null
                : invalid("idempotency_key", "must have 1 to " + IDEMPOTENCY_KEY_MAX + " characters");
    }

    /// @param what `key` or `account`
    public static ServiceException notFound(String what, String id) {
        return new ServiceException(ErrorCode.NOT_FOUND, "There is no " + what + " " + id + ".");
    }

    /// @throws ServiceException when there is a fault
    public static void refuse(@Nullable ServiceError fault) {
        if (fault != null) {
            throw new ServiceException(fault);
        }
    }

    /// The body, which must be there.
    public static <T> T required(@Nullable T body) {
        if (body == null) {
            throw new ServiceException(ErrorCode.INVALID_JSON, "A JSON body is required.");
        }
        return body;
    }
}
