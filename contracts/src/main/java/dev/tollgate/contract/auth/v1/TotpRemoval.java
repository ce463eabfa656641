package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Ends the asking for codes, by the password and a code, or a recovery code in its place.
public record TotpRemoval(
        @Nullable String password,
        @Nullable String totp,
        @JsonProperty("recovery_code") @Nullable String recoveryCode) {
    @Override
    public String toString() {
        return "TotpRemoval[]";
    }
}
