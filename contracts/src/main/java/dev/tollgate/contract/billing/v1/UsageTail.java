package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// The records of an account that were posted since a moment, oldest first.
///
/// @param now billing's time, in Unix milliseconds
/// @param more whether more were posted than are told: these are the newest
public record UsageTail(long now, boolean more, List<Posted> records) {
    public UsageTail {
        records = List.copyOf(records);
    }

    /// @param postedAt Unix milliseconds
    public record Posted(@JsonProperty("posted_at") long postedAt, UsageRecordView record) {}
}
