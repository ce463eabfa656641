package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// Asks for another mail of a sign-up that waits to be confirmed; the password tells which.
public record SignupResend(@Nullable String email, @Nullable String password) {
    @Override
    public String toString() {
        return "SignupResend[]";
    }
}
