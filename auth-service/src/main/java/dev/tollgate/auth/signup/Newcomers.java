package dev.tollgate.auth.signup;

import dev.tollgate.auth.account.AccountOpening;
import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Change;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.id.Ids;
import dev.tollgate.auth.member.Members;
import dev.tollgate.auth.user.UserStore;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.UserStatus;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a user, and the account that is his own, in one transaction. What the audit log keeps was done by
/// himself.
@ApplicationScoped
public class Newcomers {
    private final UserStore users;
    private final Members members;
    private final AccountOpening accounts;
    private final Trail trail;
    private final SignupConfig config;

    Newcomers(UserStore users, Members members, AccountOpening accounts, Trail trail, SignupConfig config) {
        this.users = users;
        this.members = members;
        this.accounts = accounts;
        this.trail = trail;
        this.config = config;
    }

    /// Somebody who is to be a user.
    ///
    /// @param isConfirmed whether the login was proved to be an address of his
    public record Newcomer(
            String login, String name, @Nullable String passwordHash, String language, boolean isConfirmed) {
        @Override
        public String toString() {
            return "Newcomer[]";
        }
    }

    /// Makes the user alone.
    ///
    /// @return fails with a 409 when the login is taken
    public Uni<UserView> make(SqlConnection tx, Newcomer newcomer, @Nullable String requestId) {
        UserView user = new UserView(
                Ids.next("user_"),
                "user",
                newcomer.login(),
                newcomer.name(),
                UserStatus.ACTIVE,
                List.of(),
                newcomer.passwordHash() != null,
                Instant.now().getEpochSecond(),
                newcomer.isConfirmed(),
                newcomer.language(),
                false);
        return users.make(tx, user, newcomer.passwordHash())
                .invoke(made -> {
                    if (!made) {
                        throw new ServiceException(
                                new ServiceError(ErrorCode.CONFLICT, "There is a login of this address.", "email"));
                    }
                })
                .chain(() -> trail.note(
                        tx,
                        new Origin(user.id(), requestId),
                        new Trail.Deed("user.create", user.id(), null, null, user)))
                .replaceWith(user);
    }

    /// Makes his own account.
    ///
    /// @return what is to be told to the edges
    public Uni<Change> settle(SqlConnection tx, UserView user, @Nullable String requestId) {
        Origin origin = new Origin(user.id(), requestId);
        return accounts.open(tx, user.name(), config.group(), origin)
                .call(account -> members.join(tx, account.subject(), user.id(), AccountRole.OWNER, origin));
    }
}
