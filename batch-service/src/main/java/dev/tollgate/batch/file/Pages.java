package dev.tollgate.batch.file;

import dev.tollgate.contract.batch.v1.Listing;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Pages of lists: one more is asked for than is told, so that it is known whether there are more.
public final class Pages {
    private Pages() {}

    /// @throws ServiceException when it is not a number in the bounds
    public static int limit(@Nullable String limit, int usual, int most) {
        if (limit == null) {
            return usual;
        }
        try {
            int asked = Integer.parseInt(limit);
            if (asked >= 1 && asked <= most) {
                return asked;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw new ServiceException(
                new ServiceError(ErrorCode.INVALID_VALUE, "limit must be between 1 and " + most + ".", "limit"));
    }

    /// @param found at most one more than `limit`
    public static <T> Listing<T> of(List<T> found, int limit, Function<T, String> id) {
        List<T> told = found.size() > limit ? found.subList(0, limit) : found;
        return new Listing<>(
                "list",
                told,
                told.isEmpty() ? null : id.apply(told.getFirst()),
                told.isEmpty() ? null : id.apply(told.getLast()),
                found.size() > limit);
    }
}
