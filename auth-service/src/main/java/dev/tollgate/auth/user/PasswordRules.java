package dev.tollgate.auth.user;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.error.ServiceError;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a password may be. Length does most; of what is long enough, only the first that anybody would guess is
/// refused.
public final class PasswordRules {
    static final int MIN = 12;

    /// Bounds the work of hashing.
    static final int MAX = 200;

    private static final Set<String> COMMONEST = Set.of(
            "password1234",
            "password12345",
            "password123456",
            "passwordpassword",
            "123456789012",
            "1234567890123",
            "123456789123",
            "123123123123",
            "1234567891011",
            "111111111111",
            "000000000000",
            "qwertyuiop12",
            "qwertyuiop123",
            "qwerty123456",
            "qwertyuiopas",
            "qwertyqwerty",
            "1qaz2wsx3edc",
            "q1w2e3r4t5y6",
            "abcdefghijkl",
            "abc123abc123",
            "iloveyou1234",
            "iloveyouiloveyou",
            "letmeinletmein",
            "administrator",
            "administrator1",
            "admin1234567",
            "changemenow1",
            "changeme1234",
            "welcome12345",
            "correcthorsebatterystaple");

    private PasswordRules() {}

    /// The fault, or null.
    ///
    /// @param param the field's name
    /// @param login which it must not be
    public static @Nullable ServiceError faultOf(String param, @Nullable String password, @Nullable String login) {
        if (password == null) {
            return Fault.missing(param);
        }
        if (password.length() < MIN || password.length() > MAX) {
            return Fault.invalid(param, "must have from " + MIN + " to " + MAX + " characters");
        }
        String plain = password.strip().toLowerCase(Locale.ROOT);
        if (login != null && plain.equals(login.strip().toLowerCase(Locale.ROOT))) {
            return Fault.invalid(param, "must not be the login");
        }
        boolean single = plain.chars().distinct().limit(2).count() < 2;
        return single || COMMONEST.contains(plain)
                ? Fault.invalid(param, "is among the first that anybody would guess")
                : null;
    }
}
