package dev.tollgate.contract.page;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list, newest first unless said otherwise. The next page is asked with `after=<last_id>`.
public record Page<T>(
        String object,
        List<T> data,
        @JsonProperty("first_id") @Nullable String firstId,
        @JsonProperty("last_id") @Nullable String lastId,
        @JsonProperty("has_more") boolean hasMore) {
    public Page {
        data = List.copyOf(data);
    }

    /// Makes a page of rows that were read with one more than `limit`, to know whether more follow.
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> id) {
        List<T> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        String first = shown.isEmpty() ? null : id.apply(shown.getFirst());
        String last = shown.isEmpty() ? null : id.apply(shown.getLast());
        return new Page<>("list", shown, first, last, rows.size() > limit);
    }
}
