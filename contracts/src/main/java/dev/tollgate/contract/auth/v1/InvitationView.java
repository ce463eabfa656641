package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// An invitation, as lists show it: never its token.
///
/// @param accountId null for one to the installation, with an account of his own
/// @param accountName null like it
/// @param invitedBy the user who did; null when nobody is named
public record InvitationView(
        String id,
        String object,
        @JsonProperty("account_id") @Nullable String accountId,
        @JsonProperty("account_name") @Nullable String accountName,
        String email,
        @Nullable AccountRole role,
        @JsonProperty("invited_by") @Nullable String invitedBy,
        Status status,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("expires_at") long expiresAt) {
    /// What became of an invitation.
    public enum Status {
        PENDING,
        ACCEPTED,
        REVOKED,
        EXPIRED
    }
}
