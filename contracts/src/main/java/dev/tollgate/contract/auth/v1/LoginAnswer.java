package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// What a login gives.
///
/// @param created the session, only when the verdict is GRANTED
public record LoginAnswer(Verdict verdict, @Nullable CreatedToken created) {
    /// Whether the login succeeded.
    public enum Verdict {
        GRANTED,
        /// Unknown, suspended or a wrong password: callers are not told which.
        REFUSED,
        /// Too many failures of late: not even the right password is looked at.
        LOCKED,
        /// The password is right, and a code of the authenticator is needed beside it.
        CODE_NEEDED,
        /// The password is right, and the code is wrong, or was used before.
        CODE_REFUSED,
        /// The password is right, and the address of the sign-up waits to be confirmed.
        UNCONFIRMED
    }
}
