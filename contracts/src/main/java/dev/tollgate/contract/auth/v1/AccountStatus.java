package dev.tollgate.contract.auth.v1;

/// A frozen account's keys are refused.
public enum AccountStatus {
    ACTIVE,
    FROZEN
}
