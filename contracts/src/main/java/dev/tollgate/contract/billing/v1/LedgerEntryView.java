package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One line of an account's ledger.
///
/// @param amount nano-credits, positive into the account
/// @param kind `gift`, `usage`, `correction`, `expiry`, …
public record LedgerEntryView(
        String id,
        String object,
        @JsonProperty("account_id") String accountId,
        String kind,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long amount,

        @JsonProperty("balance_after") @JsonFormat(shape = JsonFormat.Shape.STRING)
        long balanceAfter,

        @Nullable String reference,
        @JsonProperty("created_at") long createdAt) {}
