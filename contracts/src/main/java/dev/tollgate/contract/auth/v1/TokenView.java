package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A token, as lists show it: never its secret.
///
/// @param kind `personal`, or `session` for what a login gives
/// @param scopes null when it has all that its user has, as a session does
/// @param device what a session was opened with, as it called itself
/// @param lastUsedOn the day (UTC) of the last use: `2026-11-22`
public record TokenView(
        String id,
        String object,
        @JsonProperty("user_id") String userId,
        String kind,
        String name,
        String hint,
        @Nullable List<String> scopes,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("expires_at") long expiresAt,
        @JsonProperty("last_used_on") @Nullable String lastUsedOn,
        boolean revoked,
        @Nullable String device) {}
