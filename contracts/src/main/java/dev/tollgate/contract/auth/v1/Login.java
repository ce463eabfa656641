package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What a user proves himself by.
///
/// @param totp the code of his authenticator, where he has one
/// @param recoveryCode in its place
public record Login(
        @Nullable String login,
        @Nullable String password,
        @Nullable String totp,
        @JsonProperty("recovery_code") @Nullable String recoveryCode) {
    @Override
    public String toString() {
        return "Login[" + login + "]";
    }
}
