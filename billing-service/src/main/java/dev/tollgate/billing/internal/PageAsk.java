package dev.tollgate.billing.internal;

import dev.tollgate.contract.page.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which page of a list is wanted, newest first: the rows after (older than) a cursor, or before (newer than) it.
///
/// @param limit from 1 to 100
public record PageAsk(@Nullable String after, @Nullable String before, int limit) {
    /// Reads the three query parameters; both cursors at once are a 400.
    public static PageAsk of(@Nullable String after, @Nullable String before, @Nullable Integer limit) {
        if (after != null && before != null) {
            throw Required.invalid("before", "Send either after or before, not both.");
        }
        return new PageAsk(after, before, Required.pageSize(limit));
    }

    /// Whether the rows must be read oldest first: those next to the cursor come first.
    public boolean backwards() {
        return before != null;
    }

    /// Makes the page of rows that were read next to the cursor first, with one more than the limit.
    public <T> Page<T> page(List<T> rows, Function<T, String> id) {
        List<T> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        Page<T> page = Page.of(backwards() ? shown.reversed() : shown, limit, id);
        return new Page<>(page.object(), page.data(), page.firstId(), page.lastId(), rows.size() > limit);
    }
}
