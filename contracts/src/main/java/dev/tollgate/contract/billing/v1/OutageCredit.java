package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What each edge may reserve for an account while billing is away, booked as overdraft (rules 8); 0 for none.
///
/// @param outageCredit nano-credits per edge, a decimal string, not negative
public record OutageCredit(@JsonProperty("outage_credit") String outageCredit) {}
