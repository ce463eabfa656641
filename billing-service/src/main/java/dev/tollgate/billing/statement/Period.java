package dev.tollgate.billing.statement;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/// A calendar month where the account is.
record Period(YearMonth month, ZoneId zone) {
    /// The first moment.
    Instant from() {
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }

    /// The first moment after it.
    Instant to() {
        return month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
    }
}
