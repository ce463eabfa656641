package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// What a user proves himself by.
public record Login(@Nullable String login, @Nullable String password) {
    @Override
    public String toString() {
        return "Login[" + login + "]";
    }
}
