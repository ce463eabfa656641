package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// One account of a user, and what he is there.
public record MembershipView(
        String object,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("account_name") String accountName,
        AccountRole role,
        @JsonProperty("created_at") long createdAt) {}
