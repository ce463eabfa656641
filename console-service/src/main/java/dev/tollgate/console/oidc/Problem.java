package dev.tollgate.console.oidc;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why nobody was let in.
enum Problem {
    /// The provider cannot be reached, or says that it cannot now.
    AWAY,
    /// The person refused, or the provider did.
    DENIED,
    /// What came back is not what was begun in this browser, or proves nothing.
    UNPROVED,
    /// The provider knows the address, and has not verified it.
    UNVERIFIED,
    /// Auth knows no active user of this identity, and makes none.
    NOBODY;

    /// As it stands in the login page's address.
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Problem of(@Nullable String tag) {
        return Arrays.stream(values())
                .filter(one -> one.tag().equals(tag))
                .findFirst()
                .orElse(null);
    }

    /// Of the provider's own word in place of a code.
    static Problem ofError(String error) {
        return switch (error) {
            case "server_error", "temporarily_unavailable" -> AWAY;
            default -> DENIED;
        };
    }
}
