package dev.tollgate.billing.lease;

/// Milliseconds of the configuration, for the deciders.
record LeaseTerms(long spendForMillis, long holdAfterMillis, long retryAfterMillis) {
    static LeaseTerms of(LeaseConfig config) {
        return new LeaseTerms(
                config.spendFor().toMillis(),
                config.holdAfter().toMillis(),
                config.retryAfter().toMillis());
    }
}
