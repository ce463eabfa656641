package dev.tollgate.auth.invitation;

import dev.tollgate.auth.ask.Asks;
import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.id.Ids;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.invitation.InvitationStore.Draft;
import dev.tollgate.auth.mail.Language;
import dev.tollgate.auth.mail.Letter;
import dev.tollgate.auth.mail.MailTokens;
import dev.tollgate.auth.mail.MailTokens.Purpose;
import dev.tollgate.auth.mail.Mails;
import dev.tollgate.auth.user.UserStore;
import dev.tollgate.contract.auth.v1.InvitationCommand;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.InvitationView.Status;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes, sends again, revokes and accepts invitations, each with its audit entry. A mail goes out whether the
/// address is a user's or not.
@ApplicationScoped
class Invitations {
    private static final String KNOWN = """
            SELECT EXISTS (SELECT 1 FROM auth.account WHERE id = $1) AS account,
                   EXISTS (SELECT 1 FROM auth.membership m JOIN auth.app_user u ON u.id = m.user_id
                           WHERE m.account_id = $1 AND lower(u.login) = $2) AS member""";

    private final Pool pool;
    private final InvitationStore store;
    private final Acceptance acceptance;
    private final UserStore users;
    private final MailTokens tokens;
    private final Mails mails;
    private final Asks asks;
    private final Trail trail;
    private final InvitationConfig config;

    Invitations(
            Pool pool,
            InvitationStore store,
            Acceptance acceptance,
            UserStore users,
            MailTokens tokens,
            Mails mails,
            Asks asks,
            Trail trail,
            InvitationConfig config) {
        this.pool = pool;
        this.store = store;
        this.acceptance = acceptance;
        this.users = users;
        this.tokens = tokens;
        this.mails = mails;
        this.asks = asks;
        this.trail = trail;
        this.config = config;
    }

    /// Invites.
    ///
    /// @param by the user who does, or null
    Uni<InvitationView> make(
            @Nullable String accountId, InvitationCommand command, @Nullable String by, Origin origin) {
        String email = Objects.requireNonNull(command.email());
        return count(accountId)
                .chain(() -> by == null ? Uni.createFrom().<UserView>nullItem() : users.find(pool, by))
                .chain(inviter -> pool.withTransaction(tx -> requireNoMember(tx, accountId, email)
                        .chain(() -> make(
                                tx,
                                new Draft(
                                        Ids.next("inv_"),
                                        accountId,
                                        email,
                                        command.role() == null
                                                ? null
                                                : command.role().name(),
                                        inviter == null ? Language.EN.code() : inviter.language(),
                                        inviter == null ? null : inviter.id()),
                                origin))));
    }

    Uni<InvitationView> resend(@Nullable String accountId, String id, Origin origin) {
        return count(accountId)
                .chain(() -> pool.withTransaction(tx -> open(tx, accountId, id)
                        .call(() -> store.lengthen(tx, id, config.linkFor()))
                        .call(() -> tokens.withdraw(tx, Purpose.INVITATION, id))
                        .chain(before -> store.find(tx, id)
                                .map(Objects::requireNonNull)
                                .call(after -> send(tx, after))
                                .chain(after ->
                                        note(tx, "invitation.resend", before, after.view(Status.PENDING), origin)))));
    }

    Uni<InvitationView> revoke(@Nullable String accountId, String id, Origin origin) {
        return pool.withTransaction(tx -> open(tx, accountId, id)
                .call(() -> store.revoke(tx, id))
                .call(() -> tokens.withdraw(tx, Purpose.INVITATION, id))
                .chain(before -> note(tx, "invitation.revoke", before, before.view(Status.REVOKED), origin)));
    }

    /// What the token of a mail invites to.
    Uni<InvitationView> look(@Nullable String token) {
        return tokens.look(pool, Purpose.INVITATION, token)
                .chain(found -> store.find(pool, found.subject()))
                .onItem()
                .ifNull()
                .failWith(MailTokens::spent)
                .map(invitation -> invitation.view(Instant.now()));
    }

    /// By somebody who is a user already.
    Uni<InvitationView> accept(String userId, @Nullable String token, Origin origin) {
        if (token == null) {
            throw new ServiceException(Fault.missing("token"));
        }
        return pool.withTransaction(tx -> users.find(tx, userId)
                .onItem()
                .ifNull()
                .failWith(() -> Fault.notFound("user", userId))
                .chain(user -> acceptance.take(tx, token, user.login()))
                .invoke(invitation -> {
                    if (invitation.accountId() == null) {
                        throw new ServiceException(ErrorCode.CONFLICT, "This invites to sign up, which you have done.");
                    }
                })
                .call(invitation -> acceptance.accepted(tx, invitation, userId, origin.requestId()))
                .map(invitation -> invitation.view(Status.ACCEPTED)));
    }

    private Uni<Void> count(@Nullable String accountId) {
        return asks.ofInvitation(accountId == null ? "installation" : accountId);
    }

    private Uni<InvitationView> make(SqlConnection tx, Draft draft, Origin origin) {
        return store.make(tx, draft, config.linkFor())
                .invoke(made -> {
                    if (!made) {
                        throw new ServiceException(new ServiceError(
                                ErrorCode.CONFLICT,
                                "This address is invited already: send the invitation again, or revoke it.",
                                "email"));
                    }
                })
                .chain(() -> store.find(tx, draft.id()))
                .map(Objects::requireNonNull)
                .call(invitation -> send(tx, invitation))
                .chain(invitation -> note(tx, "invitation.create", null, invitation.view(Status.PENDING), origin));
    }

    private Uni<Void> requireNoMember(SqlConnection tx, @Nullable String accountId, String email) {
        if (accountId == null) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(KNOWN)
                .execute(Tuple.of(accountId, email.toLowerCase(Locale.ROOT)))
                .invoke(rows -> {
                    Row row = rows.iterator().next();
                    if (!row.getBoolean("account")) {
                        throw Fault.notFound("account", accountId);
                    }
                    if (row.getBoolean("member")) {
                        throw new ServiceException(new ServiceError(
                                ErrorCode.CONFLICT, "A member of the account has this address.", "email"));
                    }
                })
                .replaceWithVoid();
    }

    /// The invitation, locked, of this account.
    ///
    /// @return fails with a 404 when it is another's, and a 409 when it was accepted or revoked
    private Uni<Invitation> open(SqlConnection tx, @Nullable String accountId, String id) {
        return store.locked(tx, id).map(invitation -> {
            if (invitation == null || !Objects.equals(invitation.accountId(), accountId)) {
                throw new ServiceException(ErrorCode.NOT_FOUND, "There is no such invitation.");
            }
            if (invitation.isAccepted() || invitation.isRevoked()) {
                throw new ServiceException(ErrorCode.CONFLICT, id + " was accepted or revoked.");
            }
            return invitation;
        });
    }

    private Uni<Void> send(SqlConnection tx, Invitation invitation) {
        return tokens.issue(tx, Purpose.INVITATION, invitation.id(), null, config.linkFor())
                .chain(token -> {
                    Map<String, String> words = new HashMap<>();
                    words.put("link", mails.link("/invitation", token));
                    words.put("days", Long.toString(config.linkFor().toDays()));
                    String account = invitation.accountName();
                    if (account != null) {
                        words.put("account", InvitationRules.plain(account));
                        words.put("role", String.valueOf(invitation.role()).toLowerCase(Locale.ROOT));
                    }
                    return mails.put(
                            tx,
                            invitation.email(),
                            account == null ? Letter.INVITATION : Letter.INVITATION_TO_ACCOUNT,
                            Language.of(invitation.language()),
                            words);
                });
    }

    private Uni<InvitationView> note(
            SqlConnection tx, String action, @Nullable Invitation before, InvitationView after, Origin origin) {
        return trail.note(
                        tx,
                        origin,
                        new Trail.Deed(
                                action,
                                after.id(),
                                after.accountId(),
                                before == null ? null : before.view(Instant.now()),
                                after))
                .replaceWith(after);
    }
}
