package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// Another address to log in by; it counts once it is confirmed from its own mailbox.
public record EmailChange(@Nullable String email, @Nullable String password) {
    @Override
    public String toString() {
        return "EmailChange[]";
    }
}
