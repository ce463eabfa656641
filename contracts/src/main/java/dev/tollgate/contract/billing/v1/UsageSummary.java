package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// An account's usage in a range of time, in total and by interval, oldest first. Times in Unix seconds.
///
/// @param from the first interval's start, at or before what was asked; `to` is the last one's end
/// @param interval `hour` or `day`
/// @param timeZone whose days these are
public record UsageSummary(
        String object,
        @JsonProperty("account_id") String accountId,
        long from,
        long to,
        String interval,
        @JsonProperty("time_zone") String timeZone,
        UsageFigures total,
        List<Point> series) {
    public UsageSummary {
        series = List.copyOf(series);
    }

    /// One interval, empty ones too.
    public record Point(@JsonProperty("starts_at") long startsAt, UsageFigures usage) {}
}
