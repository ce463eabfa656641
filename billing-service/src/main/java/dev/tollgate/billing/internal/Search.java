package dev.tollgate.billing.internal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a list is searched for: an id, or a part of a text in any case.
///
/// @param text null for all
public record Search(@Nullable String text) {
    private static final int MAX = 100;

    /// Reads the query parameter; blank is all.
    public static Search of(@Nullable String asked) {
        if (asked == null || asked.isBlank()) {
            return new Search(null);
        }
        String text = asked.strip();
        if (text.length() > MAX || text.indexOf('\0') >= 0) {
            throw Required.invalid("search", "search must be at most " + MAX + " characters.");
        }
        return new Search(text);
    }

    /// For `lower(…) LIKE … ESCAPE '!'`.
    public @Nullable String like() {
        return text == null ? null : "%" + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    }
}
