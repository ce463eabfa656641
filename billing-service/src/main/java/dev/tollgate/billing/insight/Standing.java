package dev.tollgate.billing.insight;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Whether an account's credit lasts.
///
/// @param state `ok`, `low` or `empty`
/// @param daysLeft at the present pace; null when nothing is spent
record Standing(String state, @Nullable Long daysLeft) {
    static Standing of(long free, long spent, int days, long lowBelow, int lowDays) {
        Long left = spent <= 0
                ? null
                : BigInteger.valueOf(Math.max(0, free))
                        .multiply(BigInteger.valueOf(days))
                        .divide(BigInteger.valueOf(spent))
                        .min(BigInteger.valueOf(Long.MAX_VALUE))
                        .longValue();
        boolean low = free < lowBelow || (left != null && left < lowDays);
        return new Standing(free <= 0 ? "empty" : low ? "low" : "ok", left);
    }
}
