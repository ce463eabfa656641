package dev.tollgate.auth.mail;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.error.ServiceError;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What mails are written in.
public enum Language {
    EN,
    ZH;

    private static final List<String> CODES = List.of("en", "zh");

    /// As it is stored and told: `en`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The language of this code; English when there is none, or none that we know.
    public static Language of(@Nullable String code) {
        return code != null && CODES.contains(code) ? valueOf(code.toUpperCase(Locale.ROOT)) : EN;
    }

    /// Null is no fault.
    public static @Nullable ServiceError faultOf(@Nullable String code) {
        return code == null || CODES.contains(code) ? null : Fault.invalid("language", "must be en or zh");
    }
}
