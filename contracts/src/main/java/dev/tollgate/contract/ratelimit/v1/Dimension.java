package dev.tollgate.contract.ratelimit.v1;

/// What is counted.
public enum Dimension {
    RPM,
    TPM,
    RPD,
    CONCURRENCY
}
