package dev.tollgate.console.keys;

import dev.tollgate.console.access.Refusals;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.login.Caller;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/// Whose a key is. A member's is his own, whatever he says: his limits bind it. Who sees to the members may say
/// whose; the admin token's keys, and those of operators who are no members, are nobody's unless that is said.
@ApplicationScoped
class KeyUsers {
    private final Caller caller;

    @Inject
    KeyUsers(Caller caller) {
        this.caller = caller;
    }

    /// A new key's command, with its user.
    KeyCommand owned(KeyCommand command) {
        Principal who = caller.principal();
        String self = isMember(who, command.accountId()) ? who.userId() : null;
        String named = command.userId();
        if (named == null) {
            return self == null ? command : command.withUser(self);
        }
        if (!named.equals(self)) {
            require(command.accountId());
        }
        return command;
    }

    /// Refuses, 403, to make a key of this account somebody else's.
    void require(@Nullable String account) {
        if (!new Rights(caller.principal()).on(account, Permission.MEMBERS_WRITE)) {
            throw Refusals.permission(Permission.MEMBERS_WRITE, "Saying whose a key is");
        }
    }

    /// By the admin token nobody calls as a member.
    private static boolean isMember(Principal who, @Nullable String account) {
        return who.tokenId() != null
                && who.memberships().stream()
                        .anyMatch(membership -> membership.accountId().equals(account));
    }
}
