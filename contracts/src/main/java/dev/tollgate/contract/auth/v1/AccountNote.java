package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// What somebody of the platform did with an account that changes nothing in it, or why he changes it: for the audit
/// log, where the account's owners read it too.
///
/// @param kind what he does
/// @param reason why; may be absent for `VIEW` alone
public record AccountNote(@Nullable Kind kind, @Nullable String reason) {
    /// What is noted.
    public enum Kind {
        /// He looks at the account as its owner does.
        VIEW,
        /// He is about to freeze it.
        FREEZE,
        /// He is about to thaw it.
        UNFREEZE
    }
}
