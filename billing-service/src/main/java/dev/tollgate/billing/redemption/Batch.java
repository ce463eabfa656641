package dev.tollgate.billing.redemption;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.RedemptionBatchCommand;
import dev.tollgate.contract.id.RequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A batch that was asked for and is well formed.
///
/// @param amount nano-credits of each use
record Batch(
        String id,
        String name,
        long amount,
        int codes,
        int maxUses,
        @Nullable Instant redeemableUntil,
        @Nullable Integer creditDays,
        @Nullable String idempotencyKey) {
    /// A thousand million credits, as of a gift.
    private static final long AMOUNT_MAX = 1_000_000_000_000_000_000L;

    private static final int USES_MAX = 1_000_000;
    private static final int DAYS_MAX = 36_500;
    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

    /// Reads a command; each failure is a 400 that names the field.
    static Batch of(RedemptionBatchCommand command, int codesMax, Instant now) {
        long amount = Required.positiveNanos(command.amount(), "amount");
        if (amount > AMOUNT_MAX) {
            throw Required.invalid("amount", "amount is above " + AMOUNT_MAX + ".");
        }
        Integer days = command.creditDays();
        return new Batch(
                id("rb_", now),
                Required.text(command.name(), "name"),
                amount,
                between(command.codes(), codesMax, "codes"),
                command.maxUses() == null ? 1 : between(command.maxUses(), USES_MAX, "max_uses"),
                end(command.expiresAt(), now),
                days == null ? null : (Integer) between(days, DAYS_MAX, "credit_days"),
                command.idempotencyKey() == null ? null : Required.text(command.idempotencyKey(), "idempotency_key"));
    }

    /// Ids sort by creation.
    static String id(String prefix, Instant now) {
        return prefix + RequestId.next(now.toEpochMilli()).toString().replace("-", "");
    }

    private static int between(@Nullable Integer value, int max, String param) {
        if (value == null || value < 1 || value > max) {
            throw Required.invalid(param, param + " must be from 1 to " + max + ".");
        }
        return value;
    }

    private static @Nullable Instant end(@Nullable Long expiresAt, Instant now) {
        if (expiresAt == null) {
            return null;
        }
        if (expiresAt <= now.getEpochSecond() || expiresAt > LATEST) {
            throw Required.invalid("expires_at", "expires_at must lie in the future, in Unix seconds.");
        }
        return Instant.ofEpochSecond(expiresAt);
    }
}
