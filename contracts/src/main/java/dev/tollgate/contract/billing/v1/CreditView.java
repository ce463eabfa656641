package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;

/// An account's money in nano-credits, as strings (rules 19).
///
/// @param free what new requests can still take: balance + overdraft − held, and what was drawn of outage credit
/// @param receivable what the account owes beyond its credit, after a chargeback
/// @param outageCredit what each edge may reserve while billing is away
public record CreditView(
        String object,
        @JsonProperty("account_id") String accountId,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long balance,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long held,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long overdraft,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long free,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long receivable,

        @JsonProperty("outage_credit") @JsonFormat(shape = JsonFormat.Shape.STRING)
        long outageCredit,

        boolean frozen,
        String unit) {}
