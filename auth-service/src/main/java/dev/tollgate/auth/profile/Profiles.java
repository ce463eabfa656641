package dev.tollgate.auth.profile;

import dev.tollgate.auth.ask.Asks;
import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.mail.Language;
import dev.tollgate.auth.mail.Letter;
import dev.tollgate.auth.mail.MailTokens;
import dev.tollgate.auth.mail.MailTokens.Found;
import dev.tollgate.auth.mail.MailTokens.Purpose;
import dev.tollgate.auth.mail.Mails;
import dev.tollgate.auth.user.PasswordProofs;
import dev.tollgate.auth.user.UserStore;
import dev.tollgate.contract.auth.v1.EmailChange;
import dev.tollgate.contract.auth.v1.ProfileCommand;
import dev.tollgate.contract.auth.v1.UserStatus;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Name, language and address, as their user changes them. The address is his login.
@ApplicationScoped
class Profiles {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Pool pool;
    private final UserStore users;
    private final PasswordProofs proofs;
    private final MailTokens tokens;
    private final Mails mails;
    private final Asks asks;
    private final Trail trail;
    private final ProfileConfig config;

    Profiles(
            Pool pool,
            UserStore users,
            PasswordProofs proofs,
            MailTokens tokens,
            Mails mails,
            Asks asks,
            Trail trail,
            ProfileConfig config) {
        this.pool = pool;
        this.users = users;
        this.proofs = proofs;
        this.tokens = tokens;
        this.mails = mails;
        this.asks = asks;
        this.trail = trail;
        this.config = config;
    }

    Uni<UserView> change(String userId, ProfileCommand command, Origin origin) {
        return pool.withTransaction(tx -> locked(tx, userId).chain(before -> {
            UserView after = new UserView(
                    before.id(),
                    before.object(),
                    before.login(),
                    Objects.requireNonNullElse(command.name(), before.name()),
                    before.status(),
                    before.platformRoles(),
                    before.hasPassword(),
                    before.createdAt(),
                    before.emailConfirmed(),
                    Objects.requireNonNullElse(command.language(), before.language()),
                    before.totp());
            return users.change(tx, after, null)
                    .chain(() -> trail.note(tx, origin, new Trail.Deed("user.change", userId, null, before, after)))
                    .replaceWith(after);
        }));
    }

    /// Sends a link to the new address; of one that is somebody's login already, nothing is sent, nor told.
    Uni<Void> askEmail(String userId, EmailChange command) {
        String email = Objects.requireNonNull(command.email());
        return proofs.require(userId, "password", command.password())
                .chain(() -> asks.ofMail(email))
                .chain(() -> pool.withTransaction(tx -> tokens.withdraw(tx, Purpose.EMAIL, userId)
                        .chain(() -> users.findByLogin(tx, email))
                        .chain(taken -> taken == null
                                ? locked(tx, userId).chain(user -> send(tx, user, email))
                                : Uni.createFrom().voidItem())));
    }

    /// From now on the new address is the login. Links that went to the old one are none any more.
    Uni<Void> confirmEmail(@Nullable String token, Origin origin) {
        return pool.withTransaction(tx ->
                        tokens.take(tx, Purpose.EMAIL, token).chain(found -> confirmed(tx, found, origin.requestId())))
                .onFailure(Profiles::isTaken)
                .transform(_ -> new ServiceException(ErrorCode.CONFLICT, "There is a login of this address."));
    }

    private Uni<Void> confirmed(SqlConnection tx, Found found, @Nullable String requestId) {
        String id = found.subject();
        return locked(tx, id)
                .invoke(user -> {
                    if (user.status() != UserStatus.ACTIVE) {
                        throw MailTokens.spent();
                    }
                })
                .call(() -> users.setLogin(tx, id, Objects.requireNonNull(found.detail())))
                .call(() -> tokens.withdraw(tx, Purpose.RESET, id))
                .chain(before -> users.find(tx, id).chain(after -> trail.note(
                                tx,
                                new Origin(id, requestId),
                                new Trail.Deed("user.change_email", id, null, before, after))
                        .chain(() -> mails.put(
                                tx,
                                before.login(),
                                Letter.EMAIL_CHANGED,
                                Language.of(before.language()),
                                Map.of("email", Objects.requireNonNull(found.detail()))))));
    }

    private Uni<Void> send(SqlConnection tx, UserView user, String email) {
        return tokens.issue(tx, Purpose.EMAIL, user.id(), email, config.emailFor())
                .chain(token -> mails.put(
                        tx,
                        email,
                        Letter.CONFIRM_EMAIL,
                        Language.of(user.language()),
                        Map.of(
                                "link",
                                mails.link("/email-confirmation", token),
                                "hours",
                                Long.toString(config.emailFor().toHours()))));
    }

    private Uni<UserView> locked(SqlConnection tx, String userId) {
        return users.locked(tx, userId)
                .onItem()
                .ifNull()
                .failWith(() -> Fault.notFound("user", userId))
                .map(Objects::requireNonNull);
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refusal && UNIQUE_VIOLATION.equals(refusal.getSqlState());
    }
}
