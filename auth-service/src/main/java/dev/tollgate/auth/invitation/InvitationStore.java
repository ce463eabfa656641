package dev.tollgate.auth.invitation;

import dev.tollgate.auth.internal.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Invitations in Postgres.
@ApplicationScoped
class InvitationStore {
    private static final String INVITATION = """
            SELECT i.id, i.seq, i.account_id, a.name AS account_name, i.email, i.role, i.language, i.invited_by,
                   i.accepted_at IS NOT NULL AS accepted, i.revoked_at IS NOT NULL AS revoked, i.created_at, i.expires_at
            FROM auth.invitation i LEFT JOIN auth.account a ON a.id = i.account_id
            """;
    private static final String MAKE = """
            INSERT INTO auth.invitation (id, account_id, email, role, language, invited_by, expires_at)
            SELECT $1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second'
            ON CONFLICT DO NOTHING""";
    private static final String LENGTHEN =
            "UPDATE auth.invitation SET expires_at = now() + $2 * interval '1 second' WHERE id = $1";
    private static final String REVOKE = "UPDATE auth.invitation SET revoked_at = now() WHERE id = $1";
    private static final String ACCEPT =
            "UPDATE auth.invitation SET accepted_at = now(), accepted_by = $2 WHERE id = $1";
    private static final String OF_ACCOUNT = "i.account_id IS NOT DISTINCT FROM $1 ";

    private static final String FOUND = "AND ($2::text IS NULL OR lower(i.email) LIKE $2 ESCAPE '!') ";

    private final Pool pool;

    InvitationStore(Pool pool) {
        this.pool = pool;
    }

    /// @return whether it was made: false when one for the same mailbox is open
    Uni<Boolean> make(SqlClient tx, Draft draft, Duration lifetime) {
        return tx.preparedQuery(MAKE)
                .execute(Tuple.from(new @Nullable Object[] {
                    draft.id(),
                    draft.accountId(),
                    draft.email(),
                    draft.role(),
                    draft.language(),
                    draft.invitedBy(),
                    lifetime.toSeconds()
                }))
                .map(made -> made.rowCount() == 1);
    }

    /// The invitation, or null.
    Uni<@Nullable Invitation> find(SqlClient client, String id) {
        return client.preparedQuery(INVITATION + "WHERE i.id = $1")
                .execute(Tuple.of(id))
                .map(InvitationStore::only);
    }

    /// The invitation, its row locked until the transaction's end, or null.
    Uni<@Nullable Invitation> locked(SqlClient tx, String id) {
        return tx.preparedQuery(INVITATION + "WHERE i.id = $1 FOR UPDATE OF i")
                .execute(Tuple.of(id))
                .map(InvitationStore::only);
    }

    /// An account's, or the installation's, newest first.
    ///
    /// @param search a part of the address in any case; null for all
    Uni<List<Invitation>> list(@Nullable String accountId, @Nullable String search, Cursor cursor) {
        String beside = cursor.id();
        if (beside == null) {
            return rows(accountId, search, cursor, null);
        }
        return pool.preparedQuery("SELECT i.seq FROM auth.invitation i WHERE " + OF_ACCOUNT + "AND i.id = $2")
                .execute(Tuple.of(accountId, beside))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw cursor.unknown();
                    }
                    return rows.iterator().next().getLong("seq");
                })
                .chain(seq -> rows(accountId, search, cursor, seq));
    }

    private Uni<List<Invitation>> rows(
            @Nullable String accountId, @Nullable String search, Cursor cursor, @Nullable Long seq) {
        String like =
                search == null ? null : "%" + search.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
        return pool.preparedQuery(INVITATION + "WHERE " + OF_ACCOUNT + FOUND + "AND ($3::bigint IS NULL OR i.seq "
                        + cursor.comparison() + " $3) ORDER BY i.seq " + cursor.order() + " LIMIT $4")
                .execute(Tuple.of(accountId, like, seq, cursor.rows()))
                .map(InvitationStore::all);
    }

    Uni<Void> lengthen(SqlClient tx, String id, Duration lifetime) {
        return tx.preparedQuery(LENGTHEN)
                .execute(Tuple.of(id, lifetime.toSeconds()))
                .replaceWithVoid();
    }

    Uni<Void> revoke(SqlClient tx, String id) {
        return tx.preparedQuery(REVOKE).execute(Tuple.of(id)).replaceWithVoid();
    }

    Uni<Void> accept(SqlClient tx, String id, String userId) {
        return tx.preparedQuery(ACCEPT).execute(Tuple.of(id, userId)).replaceWithVoid();
    }

    private static @Nullable Invitation only(RowSet<Row> rows) {
        return rows.size() == 0 ? null : Invitation.of(rows.iterator().next());
    }

    private static List<Invitation> all(RowSet<Row> rows) {
        List<Invitation> invitations = new ArrayList<>();
        rows.forEach(row -> invitations.add(Invitation.of(row)));
        return invitations;
    }

    /// One that is to be made.
    record Draft(
            String id,
            @Nullable String accountId,
            String email,
            @Nullable String role,
            String language,
            @Nullable String invitedBy) {}
}
