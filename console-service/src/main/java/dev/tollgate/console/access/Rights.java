package dev.tollgate.console.access;

import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a principal may do: his roles' permissions, less what his token's scopes take away.
public record Rights(Principal principal) {
    /// Whether the token's scopes leave him the permission, if his roles hold it.
    public boolean inScope(Permission permission) {
        List<String> scopes = principal.scopes();
        return scopes == null || scopes.contains(permission.scope());
    }

    /// On every account, and on what is no account's.
    public boolean everywhere(Permission permission) {
        return inScope(permission)
                && principal.platformRoles().stream()
                        .anyMatch(role -> role.permissions().contains(permission));
    }

    /// On this account.
    public boolean on(@Nullable String account, Permission permission) {
        return everywhere(permission)
                || (inScope(permission)
                        && principal.memberships().stream()
                                .anyMatch(one -> one.accountId().equals(account)
                                        && one.role().permissions().contains(permission)));
    }

    /// Whether he may know that there is such an account.
    public boolean knows(@Nullable String account) {
        return !principal.platformRoles().isEmpty()
                || principal.memberships().stream()
                        .anyMatch(one -> one.accountId().equals(account));
    }

    /// Whether he belongs to the account.
    public boolean isMember(String account) {
        return principal.memberships().stream().anyMatch(one -> one.accountId().equals(account));
    }

    /// Whether he could pass all of these on: nobody gives what he does not have.
    public boolean covers(String account, Collection<Permission> permissions) {
        return permissions.stream().allMatch(permission -> on(account, permission));
    }

    /// Whether he could make somebody this.
    public boolean covers(PlatformRole role) {
        return role.permissions().stream().allMatch(this::everywhere);
    }

    /// Whether he has all that anybody can have, by a token that narrows nothing.
    public boolean coversAll() {
        return Arrays.stream(Permission.values()).allMatch(this::everywhere);
    }
}
