package dev.tollgate.auth.totp;

import dev.tollgate.contract.routing.v1.SealedCredential;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Authenticators and recovery codes in Postgres.
@ApplicationScoped
class TotpStore {
    private static final String FIND =
            "SELECT user_id, key_id, sealed, last_step, confirmed_at IS NOT NULL AS confirmed FROM auth.totp ";

    /// One that counts already is never replaced.
    private static final String ENROL = """
            INSERT INTO auth.totp AS t (user_id, key_id, sealed) VALUES ($1, $2, $3)
            ON CONFLICT (user_id) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed, last_step = 0,
              created_at = now() WHERE t.confirmed_at IS NULL""";
    private static final String CONFIRM =
            "UPDATE auth.totp SET confirmed_at = now(), last_step = $2 WHERE user_id = $1 AND confirmed_at IS NULL";

    /// Of two with the same code at the same time, one finds a row.
    private static final String TAKE_STEP =
            "UPDATE auth.totp SET last_step = $2 WHERE user_id = $1 AND last_step < $2 AND confirmed_at IS NOT NULL";
    private static final String TAKE_CODE = "DELETE FROM auth.recovery_code WHERE user_id = $1 AND code_hash = $2";
    private static final String KEEP_CODES =
            "INSERT INTO auth.recovery_code (user_id, code_hash) SELECT $1, unnest($2::text[])";
    private static final String RESEAL =
            "UPDATE auth.totp SET key_id = $2, sealed = $3 WHERE user_id = $1 AND sealed = $4";

    /// A user's authenticator.
    record Enrolled(String userId, SealedCredential secret, long lastStep, boolean isConfirmed) {}

    Uni<@Nullable Enrolled> find(SqlClient client, String userId) {
        return client.preparedQuery(FIND + "WHERE user_id = $1")
                .execute(Tuple.of(userId))
                .map(rows -> all(rows).stream().findFirst().orElse(null));
    }

    /// Those that are sealed under another key than this one, some of them.
    Uni<List<Enrolled>> sealedUnderOthers(SqlClient client, String keyId, int max) {
        return client.preparedQuery(FIND + "WHERE key_id <> $1 ORDER BY key_id LIMIT $2")
                .execute(Tuple.of(keyId, max))
                .map(TotpStore::all);
    }

    /// @return whether it was: false when one counts already
    Uni<Boolean> enrol(SqlClient tx, String userId, SealedCredential secret) {
        return tx.preparedQuery(ENROL)
                .execute(Tuple.of(userId, secret.keyId(), secret.sealed()))
                .map(made -> made.rowCount() == 1);
    }

    /// @return whether it counts from now on: false when it did before
    Uni<Boolean> confirm(SqlClient tx, String userId, long step) {
        return tx.preparedQuery(CONFIRM).execute(Tuple.of(userId, step)).map(done -> done.rowCount() == 1);
    }

    /// @return whether the step was not taken before
    Uni<Boolean> takeStep(SqlClient client, String userId, long step) {
        return client.preparedQuery(TAKE_STEP).execute(Tuple.of(userId, step)).map(done -> done.rowCount() == 1);
    }

    /// @return whether the code was there
    Uni<Boolean> takeCode(SqlClient client, String userId, String hash) {
        return client.preparedQuery(TAKE_CODE).execute(Tuple.of(userId, hash)).map(done -> done.rowCount() == 1);
    }

    Uni<Void> keepCodes(SqlClient tx, String userId, String[] hashes) {
        return tx.preparedQuery(KEEP_CODES).execute(Tuple.of(userId, hashes)).replaceWithVoid();
    }

    /// @return whether there was one that counted
    Uni<Boolean> remove(SqlClient tx, String userId) {
        return tx.preparedQuery("DELETE FROM auth.recovery_code WHERE user_id = $1")
                .execute(Tuple.of(userId))
                .chain(() -> tx.preparedQuery(
                                "DELETE FROM auth.totp WHERE user_id = $1 RETURNING confirmed_at IS NOT NULL")
                        .execute(Tuple.of(userId)))
                .map(rows -> rows.size() > 0 && rows.iterator().next().getBoolean(0));
    }

    Uni<Void> reseal(SqlClient client, Enrolled before, SealedCredential after) {
        return client.preparedQuery(RESEAL)
                .execute(Tuple.of(
                        before.userId(),
                        after.keyId(),
                        after.sealed(),
                        before.secret().sealed()))
                .replaceWithVoid();
    }

    private static List<Enrolled> all(RowSet<Row> rows) {
        List<Enrolled> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(new Enrolled(
                    row.getString("user_id"),
                    new SealedCredential(row.getString("key_id"), row.getString("sealed")),
                    row.getLong("last_step"),
                    row.getBoolean("confirmed")));
        }
        return all;
    }
}
