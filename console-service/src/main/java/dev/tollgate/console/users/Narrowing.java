package dev.tollgate.console.users;

import dev.tollgate.console.access.Refusals;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.TokenCommand;
import dev.tollgate.contract.error.ServiceException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A token makes no token that is wider than itself, in scopes or in time; a session's lasts as long as it likes,
/// as its user has shown his password.
final class Narrowing {
    private Narrowing() {}

    /// The command as it may be; one that does not say how long ends with the token that makes it.
    ///
    /// @throws ServiceException 403 when it would be wider
    static TokenCommand narrowed(TokenCommand command, Principal maker) {
        List<String> own = maker.scopes();
        if (own == null) {
            return command;
        }
        List<String> wanted = command.scopes();
        Set<String> beyond = new HashSet<>(wanted == null ? List.of() : wanted);
        own.forEach(beyond::remove);
        Long end = maker.expiresAt();
        Long expiry = command.expiresAt();
        boolean longer = expiry != null && end != null && expiry > end;
        if (!beyond.isEmpty() || longer) {
            throw Refusals.escalation("This token");
        }
        return new TokenCommand(command.name(), wanted, expiry == null ? end : expiry);
    }
}
