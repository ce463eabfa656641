package dev.tollgate.console.keys;

import dev.tollgate.console.access.Refusals;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// What of a key `keys:write` alone does not change: its group, which sets prices and models and is the platform's to
/// give, and the spend limits that it has, which bind those who may not change them.
@ApplicationScoped
class KeyRights {
    private final Caller caller;
    private final AuthPeer authPeer;

    @Inject
    KeyRights(Caller caller, AuthPeer authPeer) {
        this.caller = caller;
        this.authPeer = authPeer;
    }

    /// Refuses a group of the key's own, 403.
    void requireGroup(KeyCommand command) {
        String group = command.group();
        if (group != null && !group.isEmpty() && !rights().everywhere(Permission.ACCOUNTS_WRITE)) {
            throw Refusals.permission(Permission.ACCOUNTS_WRITE, "A key's own group");
        }
    }

    /// Of a key that is there; a new one may have any of its account's limits.
    Uni<Void> requireLimits(String id, KeyCommand command) {
        if (command.spendLimitIds() == null || rights().everywhere(Permission.BILLING_WRITE)) {
            return Uni.createFrom().voidItem();
        }
        Rights rights = rights();
        return authPeer.key(id)
                .invoke(key -> {
                    if (!rights.on(key.accountId(), Permission.BILLING_WRITE)) {
                        throw Refusals.permission(Permission.BILLING_WRITE, "Changing a key's spend limits");
                    }
                })
                .replaceWithVoid();
    }

    private Rights rights() {
        return new Rights(caller.principal());
    }
}
