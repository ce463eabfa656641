package dev.tollgate.console.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Light or dark, or as the browser's system is.
public enum Theme {
    AUTO,
    LIGHT,
    DARK;

    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What is written before a script could tell what the system wants.
    public String written() {
        return this == DARK ? "dark" : "light";
    }

    static Theme of(@Nullable String chosen) {
        for (Theme theme : values()) {
            if (theme.tag().equals(chosen)) {
                return theme;
            }
        }
        return AUTO;
    }
}
