package dev.tollgate.contract.auth.v1;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What a user is to the whole installation.
public enum PlatformRole {
    /// Everything, on every account. The last active one stays.
    OPERATOR,
    /// Sees everything and changes nothing.
    AUDITOR;

    private static final Set<Permission> OPERATORS = Collections.unmodifiableSet(EnumSet.allOf(Permission.class));
    private static final Set<Permission> AUDITORS = Collections.unmodifiableSet(EnumSet.of(
            Permission.ACCOUNTS_READ,
            Permission.AUDIT_READ,
            Permission.BILLING_READ,
            Permission.CATALOGUE_READ,
            Permission.EDGES_READ,
            Permission.KEYS_READ,
            Permission.MEMBERS_READ,
            Permission.USAGE_READ,
            Permission.USERS_READ));

    /// What the role may, on every account and on what is no account's.
    public Set<Permission> permissions() {
        return switch (this) {
            case OPERATOR -> OPERATORS;
            case AUDITOR -> AUDITORS;
        };
    }
}
