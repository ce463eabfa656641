package dev.tollgate.edge.key;

/// What a verdict's age means.
enum Freshness {
    /// Used as it is.
    FRESH,
    /// Used, and refreshed in the background.
    AGEING,
    /// Too old, but auth failed when it was asked last: used, and asked for in the background.
    FAILING,
    /// Too old: auth is asked first, and only its failure lets the verdict be used.
    EXPIRED,
    /// So old that not even auth's failure lets it be used.
    DEAD;

    /// @param ttlMillis how long a verdict is used without asking
    /// @param graceMillis how long it is used while auth is down
    static Freshness of(long ageMillis, long ttlMillis, long graceMillis, boolean failing) {
        if (ageMillis >= graceMillis) {
            return DEAD;
        }
        if (ageMillis >= ttlMillis) {
            return failing ? FAILING : EXPIRED;
        }
        return ageMillis >= ttlMillis - ttlMillis / 4 ? AGEING : FRESH;
    }
}
