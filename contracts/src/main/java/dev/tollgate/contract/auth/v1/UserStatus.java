package dev.tollgate.contract.auth.v1;

/// Whether a user may call at all. Users are never deleted: the audit log names them.
public enum UserStatus {
    ACTIVE,
    SUSPENDED
}
