package dev.tollgate.console.accounts;

import dev.tollgate.console.peers.PeoplePeer;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/// Whom an account's limits may name: its members, which auth knows and billing does not.
@ApplicationScoped
class MembersOf {
    private final PeoplePeer people;

    @Inject
    MembersOf(PeoplePeer people) {
        this.people = people;
    }

    /// Fails with a 400 that names the field when the user is no member; null names none.
    Uni<Void> require(@Nullable String account, @Nullable String user) {
        if (user == null || account == null || account.isBlank()) {
            return Uni.createFrom().voidItem();
        }
        return people.members(account)
                .invoke(members -> {
                    if (members.stream().noneMatch(member -> member.userId().equals(user))) {
                        throw new ServiceException(new ServiceError(
                                ErrorCode.INVALID_VALUE, "No member of the account is '" + user + "'.", "user_id"));
                    }
                })
                .replaceWithVoid();
    }
}
