package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who calls the management API: a user, by one of his tokens, with the roles of this moment.
///
/// @param tokenId null for the first operator's token, which is configuration
/// @param scopes what the token narrows the user's roles to; null narrows nothing
/// @param expiresAt Unix seconds; null: never
public record Principal(
        @JsonProperty("user_id") String userId,
        String object,
        String login,
        @JsonProperty("token_id") @Nullable String tokenId,
        @Nullable List<String> scopes,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        @JsonProperty("platform_roles") List<PlatformRole> platformRoles,
        List<Membership> memberships) {
    /// The user whose credential is the admin token of the configuration; every installation has it.
    public static final String FIRST_OPERATOR = "user_first_operator";

    public Principal {
        scopes = scopes == null ? null : List.copyOf(scopes);
        platformRoles = List.copyOf(platformRoles);
        memberships = List.copyOf(memberships);
    }

    /// One account and the user's role there.
    public record Membership(@JsonProperty("account_id") String accountId, AccountRole role) {}
}
