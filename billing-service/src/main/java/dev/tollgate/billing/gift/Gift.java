package dev.tollgate.billing.gift;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.GiftCommand;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A gift that was asked for and is well formed.
///
/// @param amount nano-credits, above zero
/// @param reference what it is booked under, once
record Gift(
        String accountId,
        long amount,
        @Nullable String reason,
        @Nullable Instant expiresAt,
        String reference) {
    /// A thousand million credits: so that no few gifts can overflow a balance.
    private static final long AMOUNT_MAX = 1_000_000_000_000_000_000L;

    private static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

    /// Reads a command; each failure is a 400 that names the field.
    static Gift of(String accountId, GiftCommand command, Instant now) {
        long amount = Required.positiveNanos(command.amount(), "amount");
        if (amount > AMOUNT_MAX) {
            throw Required.invalid("amount", "amount is above " + AMOUNT_MAX + ".");
        }
        String reason = command.reason();
        if (reason != null && reason.length() > 500) {
            throw Required.invalid("reason", "reason is longer than 500 characters.");
        }
        String key = command.idempotencyKey();
        String suffix = key == null ? UUID.randomUUID().toString() : Required.text(key, "idempotency_key");
        return new Gift(accountId, amount, reason, end(command.expiresAt(), now), accountId + "/" + suffix);
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
