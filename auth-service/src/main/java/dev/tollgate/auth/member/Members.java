package dev.tollgate.auth.member;

import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.internal.Guarded;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.auth.v1.MembershipView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Memberships in Postgres, each change with its audit entry. The last owner stays, by the database's own
/// guard.
@ApplicationScoped
public class Members {
    private static final String MEMBER = """
            SELECT m.account_id, m.user_id, u.login, u.name, m.role, m.created_at
            FROM auth.membership m JOIN auth.app_user u ON u.id = m.user_id
            """;
    private static final String OF_USER = """
            SELECT m.account_id, a.name, m.role, m.created_at
            FROM auth.membership m JOIN auth.account a ON a.id = m.account_id
            WHERE m.user_id = $1 ORDER BY m.created_at, m.account_id LIMIT 500""";
    private static final String KNOWN = """
            SELECT EXISTS (SELECT 1 FROM auth.account WHERE id = $1) AS account,
                   EXISTS (SELECT 1 FROM auth.app_user WHERE id = $2) AS person""";
    private static final String SET = """
            INSERT INTO auth.membership (account_id, user_id, role) VALUES ($1, $2, $3)
            ON CONFLICT (account_id, user_id) DO UPDATE SET role = excluded.role""";

    private final Pool pool;
    private final Trail trail;

    Members(Pool pool, Trail trail) {
        this.pool = pool;
        this.trail = trail;
    }

    /// In the order in which they came.
    Uni<List<MemberView>> of(String accountId) {
        return known(pool, accountId, null)
                .chain(() -> pool.preparedQuery(MEMBER + "WHERE m.account_id = $1 ORDER BY m.created_at, m.user_id")
                        .execute(Tuple.of(accountId)))
                .map(Members::all);
    }

    /// A user's, in the order in which he joined; the first 500. None of one who is not there.
    Uni<List<MembershipView>> ofUser(String userId) {
        return pool.preparedQuery(OF_USER).execute(Tuple.of(userId)).map(rows -> {
            List<MembershipView> memberships = new ArrayList<>();
            rows.forEach(row -> memberships.add(membership(row)));
            return memberships;
        });
    }

    /// Makes the user a member, or changes what he is.
    Uni<MemberView> set(String accountId, String userId, AccountRole role, Origin origin) {
        return pool.withTransaction(tx -> known(tx, accountId, userId)
                        .chain(() -> find(tx, accountId, userId))
                        .chain(before -> tx.preparedQuery(SET)
                                .execute(Tuple.of(accountId, userId, role.name()))
                                .chain(() -> find(tx, accountId, userId))
                                .call(after -> note(tx, origin, "member.set", before, after))))
                .map(Objects::requireNonNull)
                .onFailure()
                .transform(Guarded::told);
    }

    /// Makes a user a member, within a change that is more than this.
    ///
    /// @return fails with a 409 when he is one already
    public Uni<Void> join(SqlConnection tx, String accountId, String userId, AccountRole role, Origin origin) {
        return find(tx, accountId, userId)
                .invoke(before -> {
                    if (before != null) {
                        throw new ServiceException(ErrorCode.CONFLICT, "This user is a member of the account already.");
                    }
                })
                .chain(() -> tx.preparedQuery(SET).execute(Tuple.of(accountId, userId, role.name())))
                .chain(() -> find(tx, accountId, userId))
                .chain(after -> note(tx, origin, "member.set", null, after));
    }

    Uni<MemberView> remove(String accountId, String userId, Origin origin) {
        return pool.withTransaction(tx -> find(tx, accountId, userId)
                        .onItem()
                        .ifNull()
                        .failWith(() -> Fault.notFound("member", userId))
                        .call(before -> tx.preparedQuery(
                                        "DELETE FROM auth.membership WHERE account_id = $1 AND user_id = $2")
                                .execute(Tuple.of(accountId, userId))
                                .chain(() -> note(tx, origin, "member.remove", before, null))))
                .onFailure()
                .transform(Guarded::told);
    }

    private Uni<Void> note(
            SqlConnection tx, Origin origin, String action, @Nullable MemberView before, @Nullable MemberView after) {
        MemberView either = Objects.requireNonNull(after == null ? before : after);
        return trail.note(tx, origin, new Trail.Deed(action, either.userId(), either.accountId(), before, after));
    }

    private static Uni<@Nullable MemberView> find(SqlClient tx, String accountId, String userId) {
        return tx.preparedQuery(MEMBER + "WHERE m.account_id = $1 AND m.user_id = $2 FOR UPDATE OF m")
                .execute(Tuple.of(accountId, userId))
                .map(rows -> rows.size() == 0 ? null : view(rows.iterator().next()));
    }

    /// @throws ServiceException 404 naming what is not there
    private static Uni<Void> known(SqlClient client, String accountId, @Nullable String userId) {
        return client.preparedQuery(KNOWN)
                .execute(Tuple.of(accountId, userId))
                .invoke(rows -> {
                    Row row = rows.iterator().next();
                    if (!row.getBoolean("account")) {
                        throw Fault.notFound("account", accountId);
                    }
                    if (userId != null && !row.getBoolean("person")) {
                        throw Fault.notFound("user", userId);
                    }
                })
                .replaceWithVoid();
    }

    private static List<MemberView> all(RowSet<Row> rows) {
        List<MemberView> members = new ArrayList<>();
        rows.forEach(row -> members.add(view(row)));
        return members;
    }

    private static MembershipView membership(Row row) {
        return new MembershipView(
                "membership",
                row.getString("account_id"),
                row.getString("name"),
                AccountRole.valueOf(row.getString("role")),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toEpochSecond());
    }

    private static MemberView view(Row row) {
        return new MemberView(
                "member",
                row.getString("account_id"),
                row.getString("user_id"),
                row.getString("login"),
                row.getString("name"),
                AccountRole.valueOf(row.getString("role")),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toEpochSecond());
    }
}
