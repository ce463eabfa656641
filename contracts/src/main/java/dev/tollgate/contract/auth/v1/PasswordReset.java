package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// A new password, by the token of the mail that was asked for.
public record PasswordReset(
        @Nullable String token, @Nullable String password) {
    @Override
    public String toString() {
        return "PasswordReset[]";
    }
}
