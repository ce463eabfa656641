package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// Somebody wants to be a user.
///
/// @param language of mails to him, `en` or `zh`; English when absent
/// @param invitation the token of the mail that invited him, if one did
public record SignupCommand(
        @Nullable String email,
        @Nullable String password,
        @Nullable String name,
        @Nullable String language,
        @Nullable String invitation) {
    @Override
    public String toString() {
        return "SignupCommand[]";
    }
}
