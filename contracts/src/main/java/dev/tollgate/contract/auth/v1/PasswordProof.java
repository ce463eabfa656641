package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// The caller's password, where a token alone is not enough.
public record PasswordProof(@Nullable String password) {
    @Override
    public String toString() {
        return "PasswordProof[]";
    }
}
