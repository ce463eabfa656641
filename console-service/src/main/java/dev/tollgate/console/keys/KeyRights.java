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
/// give, the spend limits that it has, which bind those who may not change them, and whose it is, since his do too.
@ApplicationScoped
class KeyRights {
    private final Caller caller;
    private final AuthPeer authPeer;
    private final KeyUsers users;

    @Inject
    KeyRights(Caller caller, AuthPeer authPeer, KeyUsers users) {
        this.caller = caller;
        this.authPeer = authPeer;
        this.users = users;
    }

    /// Refuses a group of the key's own, 403.
    void requireGroup(KeyCommand command) {
        String group = command.group();
        if (group != null && !group.isEmpty() && !rights().everywhere(Permission.ACCOUNTS_WRITE)) {
            throw Refusals.permission(Permission.ACCOUNTS_WRITE, "A key's own group");
        }
    }

    /// Refuses new limits or another user of a key that is there; a new one may have any of its account's limits.
    Uni<Void> requireChange(String id, KeyCommand command) {
        Rights rights = rights();
        boolean limits = command.spendLimitIds() != null && !rights.everywhere(Permission.BILLING_WRITE);
        boolean user = command.userId() != null && !rights.everywhere(Permission.MEMBERS_WRITE);
        if (!limits && !user) {
            return Uni.createFrom().voidItem();
        }
        return authPeer.key(id)
                .invoke(key -> {
                    if (limits && !rights.on(key.accountId(), Permission.BILLING_WRITE)) {
                        throw Refusals.permission(Permission.BILLING_WRITE, "Changing a key's spend limits");
                    }
                    if (user) {
                        users.require(key.accountId());
                    }
                })
                .replaceWithVoid();
    }

    private Rights rights() {
        return new Rights(caller.principal());
    }
}
