package dev.tollgate.edge.guard;

import java.util.Locale;

/// When words are looked at.
enum Phase {
    /// A caller's, before a provider gets them.
    BEFORE,
    /// A model's, before the caller gets them.
    AFTER;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
