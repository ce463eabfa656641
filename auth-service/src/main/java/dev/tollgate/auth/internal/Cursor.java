package dev.tollgate.auth.internal;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where a page of a list begins. Lists are newest first: `after` goes on to older rows, `before` back to newer
/// ones.
///
/// @param id of the row the page begins beside, or null for the newest page
public record Cursor(@Nullable String id, boolean backwards, int limit) {
    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 100;

    /// @throws ServiceException 400 naming the parameter
    public static Cursor of(@Nullable String after, @Nullable String before, @Nullable Integer limit) {
        if (after != null && before != null) {
            throw new ServiceException(Fault.invalid("before", "give after or before, not both"));
        }
        int size = limit == null ? LIMIT_DEFAULT : limit;
        if (size < 1 || size > LIMIT_MAX) {
            throw new ServiceException(Fault.invalid("limit", "must be from 1 to " + LIMIT_MAX));
        }
        return new Cursor(after != null ? after : before, before != null, size);
    }

    /// How many rows to read: one more than are shown, to know whether more follow.
    public int rows() {
        return limit + 1;
    }

    /// The order in which to read rows by their sequence number.
    public String order() {
        return backwards ? "asc" : "desc";
    }

    /// How a row's sequence number compares to the cursor's.
    public String comparison() {
        return backwards ? ">" : "<";
    }

    /// The fault of a cursor that names no row.
    public ServiceException unknown() {
        String param = backwards ? "before" : "after";
        return new ServiceException(
                new ServiceError(ErrorCode.INVALID_VALUE, param + ": there is no " + id + ".", param));
    }

    /// A page of rows read in [#order].
    public <T> Page<T> page(List<T> rows, Function<T, String> idOf) {
        if (!backwards) {
            return Page.of(rows, limit, idOf);
        }
        List<T> shown = (rows.size() > limit ? rows.subList(0, limit) : rows).reversed();
        Page<T> page = Page.of(shown, limit, idOf);
        return new Page<>(page.object(), shown, page.firstId(), page.lastId(), rows.size() > limit);
    }
}
