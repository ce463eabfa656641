package dev.tollgate.billing.hold;

import java.time.Instant;
import java.time.ZoneId;

/// A spend limit's terms.
///
/// @param amount nano-credits per period
public record SpendLimit(String id, String accountId, long amount, Recurrence recurrence, ZoneId zone) {
    /// The period that holds at a moment.
    public LimitPeriod periodAt(Instant moment) {
        return recurrence.at(moment, zone);
    }

    public PeriodKey keyAt(Instant moment) {
        return new PeriodKey(id, periodAt(moment).startsAt());
    }
}
