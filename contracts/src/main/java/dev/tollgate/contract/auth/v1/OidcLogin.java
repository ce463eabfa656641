package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Who an identity provider says has come: told by the console, which has verified it.
///
/// @param emailVerified whether the provider says that the address is his
/// @param language as in a profile; English when absent or unknown
public record OidcLogin(
        @Nullable String issuer,
        @Nullable String subject,
        @Nullable String email,
        @JsonProperty("email_verified") @Nullable Boolean emailVerified,
        @Nullable String name,
        @Nullable String language) {}
