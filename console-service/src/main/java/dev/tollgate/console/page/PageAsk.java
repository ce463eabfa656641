package dev.tollgate.console.page;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/// A page, newest first: the rows after (older than) a cursor, or before (newer than) it. The limit is read here,
/// as one that is no number would be a 404 to the framework; the rest is judged by the service that has the rows.
///
/// @param limitText from 1 to 100; 20 when absent
public record PageAsk(
        @QueryParam("after") @Nullable String after,
        @QueryParam("before") @Nullable String before,
        @QueryParam("limit") @Nullable String limitText) {
    private static final int DEFAULT = 20;
    private static final int MAX = 100;

    /// @throws ServiceException 400 naming the parameter
    public int limit() {
        if (limitText == null) {
            return DEFAULT;
        }
        if (limitText.matches("\\d{1,3}")) {
            int limit = Integer.parseInt(limitText);
            if (limit >= 1 && limit <= MAX) {
                return limit;
            }
        }
        throw new ServiceException(
                new ServiceError(ErrorCode.INVALID_VALUE, "limit must be a number from 1 to " + MAX + ".", "limit"));
    }
}
