package dev.tollgate.auth.signup;

import dev.tollgate.auth.change.Change;
import dev.tollgate.auth.change.ChangeLog;
import dev.tollgate.auth.change.ChangeLog.Changed;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.id.Ids;
import dev.tollgate.auth.invitation.Acceptance;
import dev.tollgate.auth.invitation.Invitation;
import dev.tollgate.auth.mail.Language;
import dev.tollgate.auth.mail.Letter;
import dev.tollgate.auth.mail.MailTokens;
import dev.tollgate.auth.mail.MailTokens.Purpose;
import dev.tollgate.auth.mail.Mails;
import dev.tollgate.auth.signup.Newcomers.Newcomer;
import dev.tollgate.auth.signup.PendingSignups.Pending;
import dev.tollgate.auth.user.Passwords;
import dev.tollgate.auth.user.UserStore;
import dev.tollgate.contract.auth.v1.SignupAnswer;
import dev.tollgate.contract.auth.v1.SignupAnswer.Status;
import dev.tollgate.contract.auth.v1.SignupCommand;
import dev.tollgate.contract.auth.v1.UserView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sign-ups: asked for, asked for again, confirmed. The password is hashed whether the address is known or not,
/// and either way a mail is left: both take the same time.
@ApplicationScoped
class Signups {
    private static final SignupAnswer BY_MAIL = new SignupAnswer("signup", Status.CONFIRM_BY_MAIL);
    private static final SignupAnswer DONE = new SignupAnswer("signup", Status.DONE);

    private final Pool pool;
    private final PendingSignups pending;
    private final Newcomers newcomers;
    private final UserStore users;
    private final Passwords passwords;
    private final Acceptance invitations;
    private final MailTokens tokens;
    private final Mails mails;
    private final ChangeLog log;
    private final SignupConfig config;

    Signups(
            Pool pool,
            PendingSignups pending,
            Newcomers newcomers,
            UserStore users,
            Passwords passwords,
            Acceptance invitations,
            MailTokens tokens,
            Mails mails,
            ChangeLog log,
            SignupConfig config) {
        this.pool = pool;
        this.pending = pending;
        this.newcomers = newcomers;
        this.users = users;
        this.passwords = passwords;
        this.invitations = invitations;
        this.tokens = tokens;
        this.mails = mails;
        this.log = log;
        this.config = config;
    }

    /// A command that was found valid.
    Uni<SignupAnswer> signUp(SignupCommand command, Origin origin) {
        String email = Objects.requireNonNull(command.email());
        Language language = Language.of(command.language());
        return passwords.hash(Objects.requireNonNull(command.password())).chain(hash -> {
            Pending signup =
                    new Pending(Ids.next("sup_"), email, Objects.requireNonNull(command.name()), hash, language.code());
            return command.invitation() == null
                    ? pool.withTransaction(tx -> users.findByLogin(tx, email)
                                    .chain(known -> known == null ? wait(tx, signup) : tell(tx, known)))
                            .replaceWith(BY_MAIL)
                    : accept(signup, command.invitation(), origin);
        });
    }

    /// Makes the user and his account, once.
    Uni<Void> confirm(@Nullable String token, Origin origin) {
        return log.commitSql(tx -> tokens.take(tx, Purpose.SIGNUP, token)
                        .chain(found -> pending.take(tx, found.subject()))
                        .onItem()
                        .ifNull()
                        .failWith(MailTokens::spent)
                        .chain(signup -> newcomers
                                .make(tx, newcomer(signup), origin.requestId())
                                .call(() -> pending.forget(tx, signup.email()))
                                .chain(user -> newcomers.settle(tx, user, origin.requestId())))
                        .map(account -> new Changed<>(account.subject(), List.of(account))))
                .replaceWithVoid();
    }

    /// Another mail of the newest that waits, if this is its password. Whether it was is not told.
    Uni<Void> resend(String email, String password) {
        return pending.newest(email).chain(signup -> passwords
                .fits(password, signup == null ? null : signup.passwordHash())
                .chain(fits -> signup == null || !fits
                        ? Uni.createFrom().voidItem()
                        : pool.withTransaction(tx -> again(tx, signup))));
    }

    /// An invitation has proved the address: nothing is left to confirm.
    private Uni<SignupAnswer> accept(Pending signup, String token, Origin origin) {
        return log.commitSql(tx -> invitations
                .take(tx, token, signup.email())
                .chain(invitation -> newcomers
                        .make(tx, newcomer(signup), origin.requestId())
                        .call(() -> pending.forget(tx, signup.email()))
                        .call(user -> invitations.accepted(tx, invitation, user.id(), origin.requestId()))
                        .chain(user -> ownAccount(tx, user, invitation, origin.requestId())))
                .map(changes -> new Changed<>(DONE, changes)));
    }

    /// Who is invited to an account gets none of his own.
    private Uni<List<Change>> ownAccount(
            SqlConnection tx, UserView user, Invitation invitation, @Nullable String requestId) {
        return invitation.accountId() == null
                ? newcomers.settle(tx, user, requestId).map(List::of)
                : Uni.createFrom().item(List.of());
    }

    private Uni<Void> wait(SqlConnection tx, Pending signup) {
        return pending.make(tx, signup, config.linkFor()).chain(() -> send(tx, signup));
    }

    private Uni<Void> again(SqlConnection tx, Pending signup) {
        return pending.lengthen(tx, signup.id(), config.linkFor()).chain(() -> send(tx, signup));
    }

    private Uni<Void> send(SqlConnection tx, Pending signup) {
        return tokens.issue(tx, Purpose.SIGNUP, signup.id(), null, config.linkFor())
                .chain(token -> mails.put(
                        tx,
                        signup.email(),
                        Letter.CONFIRM,
                        Language.of(signup.language()),
                        Map.of(
                                "link",
                                mails.link("/signup/confirm", token),
                                "hours",
                                Long.toString(config.linkFor().toHours()))));
    }

    private Uni<Void> tell(SqlConnection tx, UserView known) {
        return mails.put(tx, known.login(), Letter.KNOWN, Language.of(known.language()), Map.of());
    }

    private static Newcomer newcomer(Pending signup) {
        return new Newcomer(signup.email(), signup.name(), signup.passwordHash(), signup.language(), true);
    }
}
