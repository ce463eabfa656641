package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;

/// A threshold of a spend limit or budget that was reached in one of its periods, told once.
///
/// @param threshold percent of the amount
/// @param spent nano-credits at that moment
/// @param refused whether a request was refused: what was left did not reach for it
/// @param delivered to how many targets it was delivered, of how many it goes to
public record SpendAlertView(
        String id,
        String object,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("limit_id") String limitId,
        @JsonProperty("period_starts_at") long periodStartsAt,
        int threshold,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long spent,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long amount,
        boolean refused,
        @JsonProperty("created_at") long createdAt,
        int delivered,
        int targets) {}
