package dev.tollgate.contract.ratelimit.v1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/// Limits of one subject; null means none.
///
/// @param rpm requests in any 60 s
/// @param tpm tokens in any 60 s
/// @param rpd requests in any UTC day
/// @param concurrency requests under way at once
public record RateLimits(
        @Nullable Long rpm,
        @Nullable Long tpm,
        @Nullable Long rpd,
        @Nullable Long concurrency) {
    public static final RateLimits NONE = new RateLimits(null, null, null, null);

    public RateLimits {
        requirePositive(rpm, "rpm");
        requirePositive(tpm, "tpm");
        requirePositive(rpd, "rpd");
        requirePositive(concurrency, "concurrency");
    }

    /// Whether there is nothing to check.
    @JsonIgnore
    public boolean isEmpty() {
        return rpm == null && tpm == null && rpd == null && concurrency == null;
    }

    private static void requirePositive(@Nullable Long value, String name) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
