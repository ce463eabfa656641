package dev.tollgate.contract.auth.v1;

/// Whether a key may be used at all; expiry is judged by whoever holds the context, by its own clock.
public enum KeyStatus {
    ACTIVE,
    DISABLED,
    REVOKED
}
