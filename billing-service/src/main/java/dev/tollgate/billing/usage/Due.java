package dev.tollgate.billing.usage;

import dev.tollgate.billing.hold.PeriodKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a record adds to the charges: a new one all of it, a correction the difference. Amounts in nano-credits.
///
/// @param leaseId the open lease that it was admitted under, or null
/// @param periods of the binding limits, by admission (rules 6)
/// @param amount below 0 when a correction lowers the charge
/// @param uncollected what the corrected record had not collected; 0 for a new one
/// @param outage how much of it may be booked as overdraft: reserved from outage credit while billing was away
record Due(
        String accountId, @Nullable Long leaseId, List<PeriodKey> periods, long amount, long uncollected, long outage) {
    Due {
        periods = List.copyOf(periods);
    }
}
