package dev.tollgate.auth.account;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/// A subject's rate limits, as columns.
@Embeddable
public class Limits {
    @Nullable
    Long rpm;

    @Nullable
    Long tpm;

    @Nullable
    Long rpd;

    @Nullable
    Long concurrency;

    protected Limits() {}

    private Limits(RateLimits limits) {
        this.rpm = limits.rpm();
        this.tpm = limits.tpm();
        this.rpd = limits.rpd();
        this.concurrency = limits.concurrency();
    }

    /// The columns of these limits; none at all is null, as Hibernate reads it back.
    public static @Nullable Limits columns(RateLimits limits) {
        return limits.isEmpty() ? null : new Limits(limits);
    }

    /// The limits of these columns.
    public static RateLimits read(@Nullable Limits columns) {
        return columns == null
                ? RateLimits.NONE
                : new RateLimits(columns.rpm, columns.tpm, columns.rpd, columns.concurrency);
    }
}
