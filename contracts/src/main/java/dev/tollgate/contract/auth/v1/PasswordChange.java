package dev.tollgate.contract.auth.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A new password, by the old one.
public record PasswordChange(
        @JsonProperty("old_password") @Nullable String oldPassword,
        @JsonProperty("new_password") @Nullable String newPassword) {
    @Override
    public String toString() {
        return "PasswordChange[]";
    }
}
