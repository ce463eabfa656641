package dev.tollgate.edge.json;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import org.jspecify.annotations.Nullable;

/// Leaves the reading of a body at its first fault. [BodyReader] makes a rejection of it.
public final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ServiceError error;

    private Invalid(ServiceError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public static Invalid json(String message) {
        return new Invalid(new ServiceError(ErrorCode.INVALID_JSON, message));
    }

    public static Invalid missing(String param) {
        return new Invalid(new ServiceError(
                ErrorCode.MISSING_REQUIRED_PARAMETER, "Missing required parameter: '" + param + "'.", param));
    }

    public static Invalid type(String param, String expected) {
        return new Invalid(new ServiceError(
                ErrorCode.INVALID_TYPE, "Invalid type for '" + param + "': expected " + expected + ".", param));
    }

    public static Invalid value(@Nullable String param, String message) {
        return new Invalid(new ServiceError(ErrorCode.INVALID_VALUE, message, param));
    }

    /// What is well said, but not offered here.
    public static Invalid unsupported(String param, String message) {
        return new Invalid(new ServiceError(ErrorCode.UNSUPPORTED_PARAMETER, message, param));
    }

    public ServiceError error() {
        return error;
    }
}
