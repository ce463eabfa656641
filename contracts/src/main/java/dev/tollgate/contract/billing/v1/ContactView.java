package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Whom mails about an account's money go to.
///
/// @param object `billing_contact`
/// @param email null for nobody
public record ContactView(
        String object,
        @JsonProperty("account_id") String accountId,
        @Nullable String email) {}
