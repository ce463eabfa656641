package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// A code of the authenticator that was just set up.
public record TotpConfirmation(@Nullable String totp) {
    @Override
    public String toString() {
        return "TotpConfirmation[]";
    }
}
