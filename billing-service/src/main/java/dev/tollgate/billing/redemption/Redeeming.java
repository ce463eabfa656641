package dev.tollgate.billing.redemption;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What comes of a code that somebody sent: decided under the locks of the account and of the code.
sealed interface Redeeming {
    /// @param creditExpiresAt when the rest of what is given is booked out, or null for never
    record Gives(Found code, @Nullable Instant creditExpiresAt) implements Redeeming {}

    /// This account has had it: the same answer as then, whatever became of the code since.
    record HasGiven(Found code, Earlier earlier) implements Redeeming {}

    record Refused(Why why) implements Redeeming {}

    enum Why {
        UNKNOWN,
        DISABLED,
        EXPIRED,
        USED_UP
    }

    /// A code's row with its batch.
    ///
    /// @param earlier the use of the account that asks, if any
    record Found(
            String id,
            String batchId,
            long amount,
            int uses,
            int maxUses,
            boolean disabled,
            @Nullable Instant redeemableUntil,
            @Nullable Integer creditDays,
            @Nullable Earlier earlier) {}

    record Earlier(
            long amount, Instant redeemedAt, @Nullable Instant creditExpiresAt) {}

    static Redeeming of(@Nullable Found code, Instant now) {
        if (code == null) {
            return new Refused(Why.UNKNOWN);
        }
        if (code.earlier() != null) {
            return new HasGiven(code, code.earlier());
        }
        if (code.disabled()) {
            return new Refused(Why.DISABLED);
        }
        if (code.redeemableUntil() != null && !now.isBefore(code.redeemableUntil())) {
            return new Refused(Why.EXPIRED);
        }
        if (code.uses() >= code.maxUses()) {
            return new Refused(Why.USED_UP);
        }
        Integer days = code.creditDays();
        return new Gives(code, days == null ? null : now.plus(Duration.ofDays(days)));
    }
}
