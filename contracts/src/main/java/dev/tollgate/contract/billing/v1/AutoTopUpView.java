package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// An account's automatic top-ups.
///
/// @param spentThisMonth what this calendar month's automatic top-ups cost so far, pending ones included
/// @param stopped why they were turned off without being asked, or null
public record AutoTopUpView(
        String object,
        @JsonProperty("account_id") String accountId,
        boolean enabled,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long threshold,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long credits,
        @JsonProperty("monthly_cap") long monthlyCap,
        String currency,
        @JsonProperty("payment_method") @Nullable String paymentMethod,
        @JsonProperty("spent_this_month") long spentThisMonth,
        @Nullable String stopped) {}
