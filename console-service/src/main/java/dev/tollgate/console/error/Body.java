package dev.tollgate.console.error;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import org.jspecify.annotations.Nullable;

/// The body of a request, which must be there.
public final class Body {
    private Body() {}

    /// @throws ServiceException 400 when the request came without a body
    public static <T> T required(@Nullable T body) {
        if (body == null) {
            throw new ServiceException(ErrorCode.INVALID_JSON, "A JSON body is required.");
        }
        return body;
    }
}
