package dev.tollgate.auth.user;

import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.id.Ids;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.internal.Guarded;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.UserCommand;
import dev.tollgate.contract.auth.v1.UserStatus;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What changes a user: each in one transaction with its audit entry. The last active operator stays, by the
/// database's own guard.
@ApplicationScoped
class UserChanges {
    private final Pool pool;
    private final UserStore users;
    private final Passwords passwords;
    private final Trail trail;

    UserChanges(Pool pool, UserStore users, Passwords passwords, Trail trail) {
        this.pool = pool;
        this.users = users;
        this.passwords = passwords;
        this.trail = trail;
    }

    Uni<UserView> create(UserCommand command, Origin origin) {
        UserView user = new UserView(
                Ids.next("user_"),
                "user",
                Objects.requireNonNull(command.login()),
                Objects.requireNonNull(command.name()),
                Objects.requireNonNullElse(command.status(), UserStatus.ACTIVE),
                roles(command.platformRoles(), List.of()),
                command.password() != null,
                Instant.now().getEpochSecond(),
                false,
                "en",
                false);
        return hash(command.password())
                .chain(hash -> pool.withTransaction(tx -> users.make(tx, user, hash)
                        .invoke(made -> {
                            if (!made) {
                                throw new ServiceException(
                                        new ServiceError(ErrorCode.CONFLICT, "This login is taken.", "login"));
                            }
                        })
                        .chain(() -> users.setRoles(tx, user))
                        .chain(() -> trail.note(tx, origin, new Trail.Deed("user.create", user.id(), null, null, user)))
                        .replaceWith(user)));
    }

    Uni<UserView> change(String id, UserCommand command, Origin origin) {
        return hash(command.password())
                .chain(hash -> pool.withTransaction(tx ->
                        users.locked(tx, id).chain(before -> change(tx, found(before, id), command, hash, origin))))
                .onFailure()
                .transform(Guarded::told);
    }

    private Uni<UserView> change(
            SqlConnection tx, UserView before, UserCommand command, @Nullable String hash, Origin origin) {
        UserView after = new UserView(
                before.id(),
                before.object(),
                before.login(),
                Objects.requireNonNullElse(command.name(), before.name()),
                Objects.requireNonNullElse(command.status(), before.status()),
                roles(command.platformRoles(), before.platformRoles()),
                before.hasPassword() || hash != null,
                before.createdAt(),
                before.emailConfirmed(),
                before.language(),
                before.totp());
        String action = hash == null ? "user.change" : "user.change_password";
        return users.change(tx, after, hash)
                .chain(() -> users.setRoles(tx, after))
                .chain(() -> trail.note(tx, origin, new Trail.Deed(action, after.id(), null, before, after)))
                .replaceWith(after);
    }

    private Uni<@Nullable String> hash(@Nullable String password) {
        return password == null
                ? Uni.createFrom().nullItem()
                : passwords.hash(password).map(hash -> (@Nullable String) hash);
    }

    private static List<PlatformRole> roles(@Nullable List<PlatformRole> set, List<PlatformRole> otherwise) {
        List<PlatformRole> roles = set == null ? otherwise : set;
        EnumSet<PlatformRole> distinct = EnumSet.noneOf(PlatformRole.class);
        distinct.addAll(roles);
        return List.copyOf(distinct);
    }

    private static UserView found(@Nullable UserView user, String id) {
        if (user == null) {
            throw Fault.notFound("user", id);
        }
        return user;
    }
}
