package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What `verify-ledger` found.
///
/// @param difference the first difference, in words that name the account or record; null when all agrees
public record VerifyReport(
        long accounts,
        long entries,
        @JsonProperty("usage_records") long usageRecords,
        @Nullable String difference) {}
