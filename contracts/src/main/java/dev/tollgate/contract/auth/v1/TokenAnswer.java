package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// Who shows a token, or why it is none.
///
/// @param verdict whether the token is valid now; only then is there a principal
public record TokenAnswer(Verdict verdict, @Nullable Principal principal) {
    /// Whether a token is valid at this moment.
    public enum Verdict {
        VALID,
        EXPIRED,
        /// Unknown, revoked, or of a user who is suspended: callers are not told which.
        REFUSED
    }
}
