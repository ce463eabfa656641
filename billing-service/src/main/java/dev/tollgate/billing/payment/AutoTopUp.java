package dev.tollgate.billing.payment;

import dev.tollgate.contract.billing.v1.AutoTopUpCommand;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// When a saved card is charged by itself.
///
/// @param threshold nano-credits: below this balance a top-up is bought
/// @param credits nano-credits of each, which cost `amount` minor units
/// @param monthlyCap minor units
/// @param stopped why it was turned off by itself
record AutoTopUp(
        String accountId,
        boolean enabled,
        long threshold,
        long credits,
        long amount,
        long monthlyCap,
        String currency,
        String paymentMethod,
        @Nullable String stopped) {

    /// Whether another one still fits under the month's cap.
    boolean fits(long spentThisMonth) {
        return amount <= monthlyCap - spentThisMonth;
    }

    /// As it could be asked for.
    AutoTopUpCommand told() {
        return new AutoTopUpCommand(
                enabled, Long.toString(threshold), Long.toString(credits), monthlyCap, currency, paymentMethod);
    }

    Rates.Price price() {
        return new Rates.Price(credits, amount, currency);
    }

    /// When the calendar month after a moment's begins, in UTC.
    static Instant monthAfter(Instant moment) {
        return monthOf(moment).atOffset(ZoneOffset.UTC).plusMonths(1).toInstant();
    }

    /// When the calendar month of a moment began, in UTC.
    static Instant monthOf(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
    }
}
