package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A user's role in an account.
public record MemberView(
        String object,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("user_id") String userId,
        String login,
        String name,
        AccountRole role,
        @JsonProperty("created_at") long createdAt) {}
