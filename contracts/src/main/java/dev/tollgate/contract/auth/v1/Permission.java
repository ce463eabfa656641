package dev.tollgate.contract.auth.v1;

import java.util.Locale;
import java.util.Optional;

/// What a call of the management API may need. Roles hold permissions, and a personal access token is narrowed to
/// some by its scopes, which bear the same names.
public enum Permission {
    ACCOUNTS_READ,
    /// Makes accounts; sets their group, limits and status.
    ACCOUNTS_WRITE,
    AUDIT_READ,
    /// Balance, ledger, limits, payments, statements.
    BILLING_READ,
    /// What an account's own people may do about money: spend limits, top-ups, refunds asked for.
    BILLING_WRITE,
    CATALOGUE_READ,
    /// Routes, prices and providers' credentials.
    CATALOGUE_WRITE,
    /// What only the platform may do about an account's money: gifts, overdraft, refunds approved.
    CREDIT_WRITE,
    EDGES_READ,
    EDGES_WRITE,
    KEYS_READ,
    KEYS_WRITE,
    MEMBERS_READ,
    MEMBERS_WRITE,
    /// One's own tokens, and who one is.
    TOKENS_READ,
    TOKENS_WRITE,
    USAGE_READ,
    USERS_READ,
    USERS_WRITE;

    private final String scope = name().toLowerCase(Locale.ROOT).replace('_', ':');

    /// The name on the wire: `keys:write`.
    public String scope() {
        return scope;
    }

    /// The permission of this name, or none.
    public static Optional<Permission> of(String scope) {
        for (Permission permission : values()) {
            if (permission.scope.equals(scope)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }
}
