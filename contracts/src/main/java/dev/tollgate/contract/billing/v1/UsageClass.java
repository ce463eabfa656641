package dev.tollgate.contract.billing.v1;

import java.util.Locale;

/// Disjoint classes of what a request consumes: each unit is counted in exactly one. Adapters make providers'
/// overlapping counts disjoint. Prices are nano-credits per million of these units.
public enum UsageClass {
    /// Input tokens that were neither read from nor written to the provider's cache.
    INPUT,
    CACHED_INPUT,
    CACHE_WRITE,
    AUDIO_INPUT,
    IMAGE_INPUT,
    /// Output tokens that are neither reasoning nor audio.
    OUTPUT,
    REASONING,
    AUDIO_OUTPUT;

    /// The name in JSON and in the catalogue: `cached_input`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether the class belongs to the request's input.
    public boolean isInput() {
        return switch (this) {
            case INPUT, CACHED_INPUT, CACHE_WRITE, AUDIO_INPUT, IMAGE_INPUT -> true;
            case OUTPUT, REASONING, AUDIO_OUTPUT -> false;
        };
    }
}
