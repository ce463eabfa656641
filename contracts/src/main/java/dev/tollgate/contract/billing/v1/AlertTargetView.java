package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Where an account's alerts go.
///
/// @param kind `webhook` or `email`
/// @param endedAt since when none go there
public record AlertTargetView(
        String id,
        String object,
        @JsonProperty("account_id") String accountId,
        String kind,
        String address,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("ended_at") @Nullable Long endedAt) {}
