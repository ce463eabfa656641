package dev.tollgate.auth.token;

import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.auth.v1.TokenAnswer.Verdict;
import dev.tollgate.contract.auth.v1.TokenView;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tokens in Postgres.
@ApplicationScoped
class TokenStore {
    private static final String TOKEN = """
            SELECT id, seq, user_id, kind, name, hint, scopes, created_at, expires_at, last_used_on,
                   revoked_at IS NOT NULL AS revoked, device
            FROM auth.access_token
            """;
    private static final String MAKE = """
            INSERT INTO auth.access_token
              (id, user_id, kind, name, secret_hash, hint, scopes, created_at, expires_at, device)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""";
    private static final String ROLES = """
            u.login, u.status,
              ARRAY(SELECT role FROM auth.platform_role r WHERE r.user_id = u.id ORDER BY role) AS platform_roles,
              ARRAY(SELECT account_id FROM auth.membership m WHERE m.user_id = u.id ORDER BY account_id) AS accounts,
              ARRAY(SELECT role FROM auth.membership m WHERE m.user_id = u.id ORDER BY account_id) AS account_roles
            """;
    /// One statement: one snapshot of token, user and roles.
    private static final String BY_TOKEN = "SELECT t.id, t.user_id, t.scopes, t.expires_at, t.last_used_on, "
            + "t.revoked_at IS NOT NULL AS revoked, t.expires_at <= now() AS expired, " + ROLES
            + "FROM auth.access_token t JOIN auth.app_user u ON u.id = t.user_id WHERE t.secret_hash = $1";
    private static final String BY_USER = "SELECT u.id AS user_id, " + ROLES + "FROM auth.app_user u WHERE u.id = $1";
    private static final String USED = """
            UPDATE auth.access_token SET last_used_on = $2 WHERE id = $1 AND last_used_on IS DISTINCT FROM $2""";
    private static final String LIVE = """
            SELECT count(*) FROM auth.access_token
            WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now()""";
    private static final String END_SESSIONS = """
            UPDATE auth.access_token SET revoked_at = now()
            WHERE user_id = $1 AND kind = 'session' AND revoked_at IS NULL AND expires_at > now()
              AND id IS DISTINCT FROM $2::text
            RETURNING id""";
    private static final String LIVE_SESSION = "kind = 'session' AND revoked_at IS NULL AND expires_at > now() ";
    private static final String TRIM =
            "DELETE FROM auth.access_token WHERE kind = 'session' AND expires_at < now() - interval '30 days'";

    private final Pool pool;

    TokenStore(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> make(SqlClient tx, TokenView token, String secretHash) {
        List<String> scopes = token.scopes();
        return tx.preparedQuery(MAKE)
                .execute(Tuple.from(new @Nullable Object[] {
                    token.id(),
                    token.userId(),
                    token.kind(),
                    token.name(),
                    secretHash,
                    token.hint(),
                    scopes == null ? null : scopes.toArray(String[]::new),
                    time(token.createdAt()),
                    time(token.expiresAt()),
                    token.device()
                }))
                .replaceWithVoid();
    }

    /// How many of the user's tokens are valid; his row is locked, so that of two at once the second counts the
    /// first.
    Uni<Long> live(SqlClient tx, String userId) {
        return tx.preparedQuery("SELECT 1 FROM auth.app_user WHERE id = $1 FOR NO KEY UPDATE")
                .execute(Tuple.of(userId))
                .chain(() -> tx.preparedQuery(LIVE).execute(Tuple.of(userId)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /// The user's token, its row locked, or null.
    Uni<@Nullable TokenView> locked(SqlClient tx, String userId, String id) {
        return tx.preparedQuery(TOKEN + "WHERE user_id = $1 AND id = $2 FOR UPDATE")
                .execute(Tuple.of(userId, id))
                .map(rows -> rows.size() == 0 ? null : view(rows.iterator().next()));
    }

    Uni<Void> revoke(SqlClient tx, String id) {
        return tx.preparedQuery("UPDATE auth.access_token SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /// Ends the user's sessions but one.
    ///
    /// @return the ids of those that are ended
    Uni<List<String>> endSessions(SqlClient tx, String userId, @Nullable String except) {
        return tx.preparedQuery(END_SESSIONS).execute(Tuple.of(userId, except)).map(rows -> {
            List<String> ended = new ArrayList<>();
            rows.forEach(row -> ended.add(row.getString("id")));
            return ended;
        });
    }

    /// All his tokens and sessions, newest first.
    Uni<List<TokenView>> list(String userId, Cursor cursor) {
        return list(userId, "", cursor);
    }

    /// His sessions that are not over.
    Uni<List<TokenView>> sessions(String userId, Cursor cursor) {
        return list(userId, "AND " + LIVE_SESSION, cursor);
    }

    private Uni<List<TokenView>> list(String userId, String which, Cursor cursor) {
        String beside = cursor.id();
        if (beside == null) {
            return pool.preparedQuery(TOKEN + "WHERE user_id = $1 " + which + "ORDER BY seq DESC LIMIT $2")
                    .execute(Tuple.of(userId, cursor.rows()))
                    .map(TokenStore::all);
        }
        return pool.preparedQuery("SELECT seq FROM auth.access_token WHERE user_id = $1 AND id = $2")
                .execute(Tuple.of(userId, beside))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw cursor.unknown();
                    }
                    return rows.iterator().next().getLong("seq");
                })
                .chain(seq -> pool.preparedQuery(TOKEN + "WHERE user_id = $1 " + which + "AND seq "
                                + cursor.comparison() + " $2 ORDER BY seq " + cursor.order() + " LIMIT $3")
                        .execute(Tuple.of(userId, seq, cursor.rows()))
                        .map(TokenStore::all));
    }

    /// Whose token this is, with his roles of this moment; notes the day of its use.
    Uni<TokenAnswer> answer(String tokenHash) {
        return pool.preparedQuery(BY_TOKEN).execute(Tuple.of(tokenHash)).chain(rows -> {
            if (rows.size() == 0) {
                return Uni.createFrom().item(new TokenAnswer(Verdict.REFUSED, null));
            }
            Row row = rows.iterator().next();
            Verdict verdict = verdict(row);
            if (verdict != Verdict.VALID) {
                return Uni.createFrom().item(new TokenAnswer(verdict, null));
            }
            TokenAnswer answer = new TokenAnswer(verdict, principal(row, row.getString("id")));
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            return today.equals(row.getLocalDate("last_used_on"))
                    ? Uni.createFrom().item(answer)
                    : pool.preparedQuery(USED)
                            .execute(Tuple.of(row.getString("id"), today))
                            .replaceWith(answer);
        });
    }

    /// The user by its id, for a credential that is kept elsewhere.
    Uni<TokenAnswer> answerOf(String userId) {
        return pool.preparedQuery(BY_USER).execute(Tuple.of(userId)).map(rows -> {
            if (rows.size() == 0) {
                return new TokenAnswer(Verdict.REFUSED, null);
            }
            Row row = rows.iterator().next();
            return isActive(row)
                    ? new TokenAnswer(Verdict.VALID, principal(row, null))
                    : new TokenAnswer(Verdict.REFUSED, null);
        });
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> trim() {
        return pool.query(TRIM).execute().replaceWithVoid();
    }

    private static Verdict verdict(Row row) {
        if (row.getBoolean("revoked") || !isActive(row)) {
            return Verdict.REFUSED;
        }
        return row.getBoolean("expired") ? Verdict.EXPIRED : Verdict.VALID;
    }

    private static boolean isActive(Row row) {
        return "ACTIVE".equals(row.getString("status"));
    }

    private static Principal principal(Row row, @Nullable String tokenId) {
        String[] accounts = row.getArrayOfStrings("accounts");
        String[] roles = row.getArrayOfStrings("account_roles");
        List<Principal.Membership> memberships = new ArrayList<>();
        for (int i = 0; i < accounts.length; i++) {
            memberships.add(new Principal.Membership(accounts[i], AccountRole.valueOf(roles[i])));
        }
        String[] scopes = tokenId == null ? null : row.getArrayOfStrings("scopes");
        return new Principal(
                row.getString("user_id"),
                "principal",
                row.getString("login"),
                tokenId,
                scopes == null ? null : List.of(scopes),
                tokenId == null ? null : seconds(row, "expires_at"),
                Stream.of(row.getArrayOfStrings("platform_roles"))
                        .map(PlatformRole::valueOf)
                        .toList(),
                memberships);
    }

    private static List<TokenView> all(RowSet<Row> rows) {
        List<TokenView> tokens = new ArrayList<>();
        rows.forEach(row -> tokens.add(view(row)));
        return tokens;
    }

    private static TokenView view(Row row) {
        String[] scopes = row.getArrayOfStrings("scopes");
        LocalDate used = row.getLocalDate("last_used_on");
        return new TokenView(
                row.getString("id"),
                "token",
                row.getString("user_id"),
                row.getString("kind"),
                row.getString("name"),
                row.getString("hint"),
                scopes == null ? null : List.of(scopes),
                seconds(row, "created_at"),
                seconds(row, "expires_at"),
                used == null ? null : used.toString(),
                row.getBoolean("revoked"),
                row.getString("device"));
    }

    private static long seconds(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toEpochSecond();
    }

    private static OffsetDateTime time(long seconds) {
        return Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
    }
}
