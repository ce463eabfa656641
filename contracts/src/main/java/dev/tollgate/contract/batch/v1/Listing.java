package dev.tollgate.contract.batch.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of a list.
///
/// @param object `list`
/// @param firstId null on an empty page
/// @param lastId null on an empty page: what `after` takes for the next one
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Listing<T>(
        String object,
        List<T> data,
        @JsonProperty("first_id") @Nullable String firstId,
        @JsonProperty("last_id") @Nullable String lastId,
        @JsonProperty("has_more") boolean hasMore) {
    public Listing {
        data = List.copyOf(data);
    }
}
