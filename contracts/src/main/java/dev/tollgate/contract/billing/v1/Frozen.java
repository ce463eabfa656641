package dev.tollgate.contract.billing.v1;

/// Stops or resumes grants of an account's credit.
public record Frozen(boolean frozen) {}
