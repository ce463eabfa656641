package dev.tollgate.auth.profile;

import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.mail.Language;
import dev.tollgate.auth.mail.Letter;
import dev.tollgate.auth.mail.MailTokens;
import dev.tollgate.auth.mail.MailTokens.Purpose;
import dev.tollgate.auth.mail.Mails;
import dev.tollgate.auth.token.Sessions;
import dev.tollgate.auth.user.PasswordProofs;
import dev.tollgate.auth.user.PasswordRules;
import dev.tollgate.auth.user.Passwords;
import dev.tollgate.auth.user.UserStore;
import dev.tollgate.contract.auth.v1.PasswordChange;
import dev.tollgate.contract.auth.v1.UserStatus;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Another password: by the old one, or by a link to the mailbox. Either ends the sessions, and every link that
/// was sent before: who has got hold of one has nothing any more.
@ApplicationScoped
class PasswordChanges {
    private final Pool pool;
    private final UserStore users;
    private final Passwords passwords;
    private final PasswordProofs proofs;
    private final Sessions sessions;
    private final MailTokens tokens;
    private final Mails mails;
    private final Trail trail;
    private final ProfileConfig config;

    PasswordChanges(
            Pool pool,
            UserStore users,
            Passwords passwords,
            PasswordProofs proofs,
            Sessions sessions,
            MailTokens tokens,
            Mails mails,
            Trail trail,
            ProfileConfig config) {
        this.pool = pool;
        this.users = users;
        this.passwords = passwords;
        this.proofs = proofs;
        this.sessions = sessions;
        this.tokens = tokens;
        this.mails = mails;
        this.trail = trail;
        this.config = config;
    }

    /// By the old one.
    ///
    /// @param session the one that goes on
    Uni<Void> change(String userId, PasswordChange command, @Nullable String session, Origin origin) {
        return proofs.require(userId, "old_password", command.oldPassword())
                .invoke(user ->
                        Fault.refuse(PasswordRules.faultOf("new_password", command.newPassword(), user.login())))
                .chain(() -> passwords.hash(Objects.requireNonNull(command.newPassword())))
                .chain(hash -> pool.withTransaction(tx -> set(tx, new Setting(userId, hash, session, origin))))
                .replaceWithVoid();
    }

    /// Sends a link to whose address this is, if it is somebody's; which is not told.
    Uni<Void> ask(String email) {
        return pool.withTransaction(tx -> users.findByLogin(tx, email).chain(user -> {
            if (user == null || user.status() != UserStatus.ACTIVE) {
                return Uni.createFrom().voidItem();
            }
            return tokens.issue(tx, Purpose.RESET, user.id(), null, config.resetFor())
                    .chain(token -> mails.put(
                            tx,
                            user.login(),
                            Letter.RESET,
                            Language.of(user.language()),
                            Map.of(
                                    "link",
                                    mails.link("/password-reset", token),
                                    "hours",
                                    Long.toString(Math.max(1, config.resetFor().toHours())))));
        }));
    }

    /// By a link, which proves the address, too. The password is hashed only when the link is good.
    Uni<Void> reset(@Nullable String token, @Nullable String password, Origin origin) {
        return tokens.look(pool, Purpose.RESET, token)
                .chain(found -> users.find(pool, found.subject()))
                .onItem()
                .ifNull()
                .failWith(MailTokens::spent)
                .invoke(user -> Fault.refuse(PasswordRules.faultOf("password", password, user.login())))
                .chain(() -> passwords.hash(Objects.requireNonNull(password)))
                .chain(hash -> pool.withTransaction(
                        tx -> tokens.take(tx, Purpose.RESET, token).chain(found -> {
                            Origin himself = new Origin(found.subject(), origin.requestId());
                            return set(tx, new Setting(found.subject(), hash, null, himself))
                                    .chain(() -> users.confirmEmail(tx, found.subject()));
                        })));
    }

    private record Setting(
            String userId, String hash, @Nullable String session, Origin origin) {
        @Override
        public String toString() {
            return "Setting[" + userId + "]";
        }
    }

    private Uni<Void> set(SqlConnection tx, Setting setting) {
        String id = setting.userId();
        return users.locked(tx, id)
                .invoke(user -> {
                    if (user == null || user.status() != UserStatus.ACTIVE) {
                        throw new ServiceException(Fault.invalid("token", "its user is suspended"));
                    }
                })
                .map(Objects::requireNonNull)
                .call(user -> users.change(tx, user, setting.hash()))
                .call(() -> tokens.withdraw(tx, Purpose.RESET, id))
                .call(() -> tokens.withdraw(tx, Purpose.EMAIL, id))
                .call(() -> sessions.end(tx, id, setting.session(), setting.origin()))
                .chain(before -> told(tx, before, setting.origin()));
    }

    private Uni<Void> told(SqlConnection tx, UserView before, Origin origin) {
        return users.find(tx, before.id())
                .chain(after -> trail.note(
                        tx, origin, new Trail.Deed("user.change_password", before.id(), null, before, after)))
                .chain(() -> mails.put(
                        tx, before.login(), Letter.PASSWORD_CHANGED, Language.of(before.language()), Map.of()));
    }
}
