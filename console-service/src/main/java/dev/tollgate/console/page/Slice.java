package dev.tollgate.console.page;

import dev.tollgate.contract.page.Page;
import java.util.List;
import java.util.function.Function;

/// One page of rows that are all at hand.
public final class Slice {
    private Slice() {}

    /// @param all in the order in which they are shown
    public static <T> Page<T> of(List<T> all, Function<T, String> id, PageAsk ask) {
        int limit = ask.limit();
        String before = ask.before();
        if (before != null) {
            int end = Math.max(index(all, id, before), 0);
            return page(all.subList(Math.max(0, end - limit), end), id, end > limit);
        }
        String after = ask.after();
        int start = after == null ? 0 : index(all, id, after) + 1;
        int end = Math.min(all.size(), start + limit);
        return page(all.subList(start, end), id, end < all.size());
    }

    private static <T> int index(List<T> rows, Function<T, String> id, String cursor) {
        return rows.stream().map(id).toList().indexOf(cursor);
    }

    private static <T> Page<T> page(List<T> shown, Function<T, String> id, boolean hasMore) {
        return new Page<>(
                "list",
                shown,
                shown.isEmpty() ? null : id.apply(shown.getFirst()),
                shown.isEmpty() ? null : id.apply(shown.getLast()),
                hasMore);
    }
}
