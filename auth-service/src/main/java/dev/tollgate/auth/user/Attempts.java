package dev.tollgate.auth.user;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Counts attempts at a user's password and codes. Each is counted before it is judged, so that any number at
/// once get no more tries than one after the other; a success forgets them.
@ApplicationScoped
public class Attempts {
    private static final String COUNT = """
            UPDATE auth.app_user SET failed_at = CASE WHEN failed_logins >= $2 AND failed_at > now() - $3 * interval '1 second'
                                                      THEN failed_at ELSE now() END,
              failed_logins = CASE WHEN failed_at > now() - $3 * interval '1 second' THEN least(failed_logins, $2) + 1
                                   ELSE 1 END
            WHERE %s = $1
            RETURNING id, login, password_hash, status, failed_logins > $2 AS locked""";
    private static final String BY_LOGIN = COUNT.formatted("lower(login)");
    private static final String BY_ID = COUNT.formatted("id");
    private static final String FORGET = "UPDATE auth.app_user SET failed_logins = 0, failed_at = NULL WHERE id = $1";
    private static final String TAKE_BACK =
            "UPDATE auth.app_user SET failed_logins = greatest(failed_logins - 1, 0) WHERE id = $1";

    private final Pool pool;
    private final AttemptConfig config;

    Attempts(Pool pool, AttemptConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /// Whose attempt it is.
    ///
    /// @param isLocked too many failures of late: nothing more is to be looked at
    public record Attempt(
            String userId, String login, @Nullable String passwordHash, boolean isActive, boolean isLocked) {
        @Override
        public String toString() {
            return "Attempt[" + userId + "]";
        }
    }

    /// Null when there is no such user.
    public Uni<@Nullable Attempt> byLogin(String login) {
        return count(BY_LOGIN, login.toLowerCase(Locale.ROOT));
    }

    Uni<@Nullable Attempt> byId(String userId) {
        return count(BY_ID, userId);
    }

    /// The attempt succeeded.
    public Uni<Void> forget(String userId) {
        return pool.preparedQuery(FORGET).execute(Tuple.of(userId)).replaceWithVoid();
    }

    /// The attempt failed in nothing, but did not succeed either: only it is no longer counted, so that asking
    /// for a code gives no new tries at it.
    public Uni<Void> takeBack(String userId) {
        return pool.preparedQuery(TAKE_BACK).execute(Tuple.of(userId)).replaceWithVoid();
    }

    private Uni<@Nullable Attempt> count(String statement, String whose) {
        return pool.preparedQuery(statement)
                .execute(
                        Tuple.of(whose, config.failuresMax(), config.lockedFor().toSeconds()))
                .map(rows -> {
                    for (Row row : rows) {
                        return new Attempt(
                                row.getString("id"),
                                row.getString("login"),
                                row.getString("password_hash"),
                                "ACTIVE".equals(row.getString("status")),
                                row.getBoolean("locked"));
                    }
                    return null;
                });
    }
}
