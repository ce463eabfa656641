package dev.tollgate.auth.invitation;

import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.mail.MailTokens;
import dev.tollgate.auth.mail.MailTokens.Purpose;
import dev.tollgate.auth.member.Members;
import dev.tollgate.contract.auth.v1.InvitationView.Status;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Takes up an invitation, within a change that is more than this.
@ApplicationScoped
public class Acceptance {
    private final InvitationStore store;
    private final MailTokens tokens;
    private final Members members;
    private final Trail trail;

    Acceptance(InvitationStore store, MailTokens tokens, Members members, Trail trail) {
        this.store = store;
        this.tokens = tokens;
        this.members = members;
        this.trail = trail;
    }

    /// The invitation of a mail; it is used up.
    ///
    /// @param email whose it must be
    public Uni<Invitation> take(SqlConnection tx, String token, String email) {
        return tokens.take(tx, Purpose.INVITATION, token)
                .chain(found -> store.locked(tx, found.subject()))
                .map(invitation -> {
                    if (invitation == null || invitation.status(Instant.now()) != Status.PENDING) {
                        throw MailTokens.spent();
                    }
                    if (!invitation.email().equalsIgnoreCase(email)) {
                        throw new ServiceException(Fault.invalid("email", "the invitation is another address's"));
                    }
                    return invitation;
                });
    }

    /// Makes the user what he was invited to be.
    public Uni<Void> accepted(SqlConnection tx, Invitation invitation, String userId, @Nullable String requestId) {
        Origin origin = new Origin(userId, requestId);
        String accountId = invitation.accountId();
        Uni<Void> joined = accountId == null || invitation.role() == null
                ? Uni.createFrom().voidItem()
                : members.join(tx, accountId, userId, invitation.role(), origin);
        return joined.chain(() -> store.accept(tx, invitation.id(), userId))
                .chain(() -> trail.note(
                        tx,
                        origin,
                        new Trail.Deed(
                                "invitation.accept",
                                invitation.id(),
                                accountId,
                                invitation.view(Status.PENDING),
                                invitation.view(Status.ACCEPTED))));
    }
}
