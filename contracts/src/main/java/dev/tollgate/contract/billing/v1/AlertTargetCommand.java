package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Says where an account's alerts go.
///
/// @param kind `webhook` or `email`
/// @param address an https URL, or an e-mail address
public record AlertTargetCommand(
        @JsonProperty("account_id") @Nullable String accountId,
        @Nullable String kind,
        @Nullable String address) {}
