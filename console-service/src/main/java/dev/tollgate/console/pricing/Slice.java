package dev.tollgate.console.pricing;

import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Pager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list that is known whole, with the ways to those beside it.
record Slice<T>(List<T> rows, int all, Pager pager) {
    private static final int SIZE = 50;

    Slice {
        rows = List.copyOf(rows);
    }

    /// @param from which row is the first; what is no number is the beginning
    static <T> Slice<T> of(List<T> all, @Nullable String from, Address address) {
        int first = from != null && from.matches("\\d{1,6}") ? Math.min(Integer.parseInt(from), all.size()) : 0;
        int next = Math.min(first + SIZE, all.size());
        return new Slice<>(
                all.subList(first, next),
                all.size(),
                new Pager(
                        first > 0
                                ? address.with("from", Integer.toString(Math.max(first - SIZE, 0)))
                                        .text()
                                : null,
                        next < all.size()
                                ? address.with("from", Integer.toString(next)).text()
                                : null));
    }
}
