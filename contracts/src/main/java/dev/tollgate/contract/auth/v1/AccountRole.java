package dev.tollgate.contract.auth.v1;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What a user is to an account.
public enum AccountRole {
    /// Everything that an account's people may do, and who they are. An account that has owners keeps one.
    OWNER,
    /// Works with keys and sees usage.
    MEMBER,
    /// Sees to the money.
    BILLING;

    private static final Set<Permission> OWNERS = Collections.unmodifiableSet(EnumSet.of(
            Permission.ACCOUNTS_READ,
            Permission.AUDIT_READ,
            Permission.BILLING_READ,
            Permission.BILLING_WRITE,
            Permission.KEYS_READ,
            Permission.KEYS_WRITE,
            Permission.MEMBERS_READ,
            Permission.MEMBERS_WRITE,
            Permission.USAGE_READ));
    private static final Set<Permission> MEMBERS = Collections.unmodifiableSet(
            EnumSet.of(Permission.ACCOUNTS_READ, Permission.KEYS_READ, Permission.KEYS_WRITE, Permission.USAGE_READ));
    private static final Set<Permission> BILLINGS = Collections.unmodifiableSet(EnumSet.of(
            Permission.ACCOUNTS_READ,
            Permission.BILLING_READ,
            Permission.BILLING_WRITE,
            Permission.MEMBERS_READ,
            Permission.USAGE_READ));

    /// What the role may, on its account alone.
    public Set<Permission> permissions() {
        return switch (this) {
            case OWNER -> OWNERS;
            case MEMBER -> MEMBERS;
            case BILLING -> BILLINGS;
        };
    }
}
