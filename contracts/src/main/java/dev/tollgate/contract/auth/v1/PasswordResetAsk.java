package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// Asks for a mail by which a forgotten password is replaced.
public record PasswordResetAsk(@Nullable String email) {
    @Override
    public String toString() {
        return "PasswordResetAsk[]";
    }
}
