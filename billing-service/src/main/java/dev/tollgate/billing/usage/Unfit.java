package dev.tollgate.billing.usage;

import java.util.Locale;

/// Why a frame is in quarantine.
enum Unfit {
    UNKNOWN_VERSION,
    UNKNOWN_KIND,
    UNKNOWN_CLASS,
    INVALID,
    /// Past the retention: it may have been counted and dropped, so it is worth nothing here.
    TOO_OLD,
    FROM_THE_FUTURE,
    UNKNOWN_ACCOUNT,
    UNKNOWN_PRICE,
    /// The database would not take it.
    REFUSED;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
