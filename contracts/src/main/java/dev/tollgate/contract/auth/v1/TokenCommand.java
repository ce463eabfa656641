package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a personal access token.
///
/// @param scopes names of permissions: `keys:write`; at least one
/// @param expiresAt Unix seconds, at most a year ahead; 90 days when absent
public record TokenCommand(
        @Nullable String name,
        @Nullable List<String> scopes,
        @JsonProperty("expires_at") @Nullable Long expiresAt) {}
