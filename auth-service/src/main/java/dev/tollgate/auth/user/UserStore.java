package dev.tollgate.auth.user;

import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.UserStatus;
import dev.tollgate.contract.auth.v1.UserView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Users in Postgres.
@ApplicationScoped
public class UserStore {
    private static final String USER = """
            SELECT u.id, u.seq, u.login, u.name, u.status, u.password_hash IS NOT NULL AS has_password, u.created_at,
                   u.email_confirmed_at IS NOT NULL AS confirmed, u.language,
                   EXISTS (SELECT 1 FROM auth.totp t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS totp,
                   ARRAY(SELECT role FROM auth.platform_role r WHERE r.user_id = u.id ORDER BY role) AS roles
            FROM auth.app_user u
            """;
    private static final String FOUND = """
            WHERE ($1::text IS NULL OR u.id = $1 OR lower(u.login) LIKE $2 ESCAPE '!' OR lower(u.name) LIKE $2 ESCAPE '!')""";
    private static final String MAKE = """
            INSERT INTO auth.app_user (id, login, name, password_hash, status, language, email_confirmed_at)
            VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN now() END)
            ON CONFLICT DO NOTHING""";
    private static final String CHANGE = """
            UPDATE auth.app_user SET name = $2, status = $3, password_hash = coalesce($4, password_hash),
                   failed_logins = CASE WHEN $4::text IS NULL THEN failed_logins ELSE 0 END, language = $5
            WHERE id = $1""";
    private static final String SET_LOGIN =
            "UPDATE auth.app_user SET login = $2, email_confirmed_at = now() WHERE id = $1";
    private static final String CONFIRM =
            "UPDATE auth.app_user SET email_confirmed_at = coalesce(email_confirmed_at, now()) WHERE id = $1";
    private static final String GIVE_ROLES = """
            INSERT INTO auth.platform_role (user_id, role) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING""";
    private static final String TAKE_ROLES =
            "DELETE FROM auth.platform_role WHERE user_id = $1 AND role <> ALL ($2::text[])";

    /// The user, or null.
    public Uni<@Nullable UserView> find(SqlClient client, String id) {
        return client.preparedQuery(USER + "WHERE u.id = $1")
                .execute(Tuple.of(id))
                .map(UserStore::only);
    }

    /// The user of this login, in any spelling, or null.
    public Uni<@Nullable UserView> findByLogin(SqlClient client, String login) {
        return client.preparedQuery(USER + "WHERE lower(u.login) = $1")
                .execute(Tuple.of(login.toLowerCase(Locale.ROOT)))
                .map(UserStore::only);
    }

    /// The user, its row locked until the transaction's end, or null.
    public Uni<@Nullable UserView> locked(SqlClient tx, String id) {
        return tx.preparedQuery(USER + "WHERE u.id = $1 FOR UPDATE OF u")
                .execute(Tuple.of(id))
                .map(UserStore::only);
    }

    /// The login is from now on this address, which was proved to be his.
    public Uni<Void> setLogin(SqlClient tx, String id, String email) {
        return tx.preparedQuery(SET_LOGIN).execute(Tuple.of(id, email)).replaceWithVoid();
    }

    /// The login was proved to be an address of his.
    public Uni<Void> confirmEmail(SqlClient tx, String id) {
        return tx.preparedQuery(CONFIRM).execute(Tuple.of(id)).replaceWithVoid();
    }

    /// @param search a part of the login or name in any case, or an id; null for all
    Uni<List<UserView>> list(SqlClient client, @Nullable String search, Cursor cursor) {
        String beside = cursor.id();
        return beside == null
                ? rows(client, search, cursor, null)
                : client.preparedQuery("SELECT seq FROM auth.app_user WHERE id = $1")
                        .execute(Tuple.of(beside))
                        .map(rows -> {
                            if (rows.size() == 0) {
                                throw cursor.unknown();
                            }
                            return rows.iterator().next().getLong("seq");
                        })
                        .chain(seq -> rows(client, search, cursor, seq));
    }

    private static Uni<List<UserView>> rows(
            SqlClient client, @Nullable String search, Cursor cursor, @Nullable Long seq) {
        String like =
                search == null ? null : "%" + search.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
        return client.preparedQuery(USER + FOUND + " AND ($3::bigint IS NULL OR u.seq " + cursor.comparison()
                        + " $3) ORDER BY u.seq " + cursor.order() + " LIMIT $4")
                .execute(Tuple.of(search, like, seq, cursor.rows()))
                .map(UserStore::all);
    }

    /// @return whether it was made: false when the login is taken
    public Uni<Boolean> make(SqlClient tx, UserView user, @Nullable String passwordHash) {
        return tx.preparedQuery(MAKE)
                .execute(Tuple.from(new @Nullable Object[] {
                    user.id(),
                    user.login(),
                    user.name(),
                    passwordHash,
                    user.status().name(),
                    user.language(),
                    user.emailConfirmed()
                }))
                .map(made -> made.rowCount() == 1);
    }

    public Uni<Void> change(SqlClient tx, UserView user, @Nullable String passwordHash) {
        return tx.preparedQuery(CHANGE)
                .execute(Tuple.of(user.id(), user.name(), user.status().name(), passwordHash, user.language()))
                .replaceWithVoid();
    }

    /// Given first, then taken: nobody sees a user without any of both.
    Uni<Void> setRoles(SqlClient tx, UserView user) {
        String[] roles = user.platformRoles().stream().map(Enum::name).toArray(String[]::new);
        return tx.preparedQuery(GIVE_ROLES)
                .execute(Tuple.of(user.id(), roles))
                .chain(() -> tx.preparedQuery(TAKE_ROLES).execute(Tuple.of(user.id(), roles)))
                .replaceWithVoid();
    }

    private static @Nullable UserView only(RowSet<Row> rows) {
        return rows.size() == 0 ? null : view(rows.iterator().next());
    }

    private static List<UserView> all(RowSet<Row> rows) {
        List<UserView> users = new ArrayList<>();
        rows.forEach(row -> users.add(view(row)));
        return users;
    }

    private static UserView view(Row row) {
        return new UserView(
                row.getString("id"),
                "user",
                row.getString("login"),
                row.getString("name"),
                UserStatus.valueOf(row.getString("status")),
                Stream.of(row.getArrayOfStrings("roles"))
                        .map(PlatformRole::valueOf)
                        .toList(),
                row.getBoolean("has_password"),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toEpochSecond(),
                row.getBoolean("confirmed"),
                row.getString("language"),
                row.getBoolean("totp"));
    }
}
