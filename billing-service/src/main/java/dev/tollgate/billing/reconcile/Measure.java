package dev.tollgate.billing.reconcile;

import java.util.Locale;

/// What ours and theirs are compared by. Classes of tokens are disjoint, as both sides can be brought to.
enum Measure {
    REQUESTS,
    /// Text and pictures that were not read from a cache.
    INPUT,
    CACHED_INPUT,
    CACHE_WRITE,
    AUDIO_INPUT,
    /// Reasoning included.
    OUTPUT,
    AUDIO_OUTPUT,
    /// Nano-credits.
    COST;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
