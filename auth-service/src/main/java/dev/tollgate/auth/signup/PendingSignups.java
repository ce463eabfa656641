package dev.tollgate.auth.signup;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Sign-ups that wait for their confirmation. An address may have several: each link confirms what it was sent
/// for, with the password that was chosen then.
@ApplicationScoped
public class PendingSignups {
    private static final String MAKE = """
            INSERT INTO auth.signup (id, email, name, password_hash, language, expires_at)
            VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 second')""";
    private static final String NEWEST = """
            SELECT id, email, name, password_hash, language FROM auth.signup
            WHERE lower(email) = $1 AND expires_at > now() ORDER BY created_at DESC LIMIT 1""";
    private static final String TAKE = """
            DELETE FROM auth.signup WHERE id = $1 RETURNING id, email, name, password_hash, language""";
    private static final String FORGET = "DELETE FROM auth.signup WHERE lower(email) = $1";
    private static final String LENGTHEN =
            "UPDATE auth.signup SET expires_at = now() + $2 * interval '1 second' WHERE id = $1";
    private static final String TRIM = "DELETE FROM auth.signup WHERE expires_at < now()";

    private final Pool pool;

    PendingSignups(Pool pool) {
        this.pool = pool;
    }

    /// One that waits.
    public record Pending(String id, String email, String name, String passwordHash, String language) {
        @Override
        public String toString() {
            return "Pending[" + id + "]";
        }
    }

    /// The newest of an address, or null.
    public Uni<@Nullable Pending> newest(String email) {
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(email.toLowerCase(Locale.ROOT)))
                .map(PendingSignups::only);
    }

    Uni<Void> make(SqlClient tx, Pending signup, Duration lifetime) {
        return tx.preparedQuery(MAKE)
                .execute(Tuple.of(
                        signup.id(),
                        signup.email(),
                        signup.name(),
                        signup.passwordHash(),
                        signup.language(),
                        lifetime.toSeconds()))
                .replaceWithVoid();
    }

    /// It waits no longer; null when it did not.
    Uni<@Nullable Pending> take(SqlClient tx, String id) {
        return tx.preparedQuery(TAKE).execute(Tuple.of(id)).map(PendingSignups::only);
    }

    /// None of the address waits any longer.
    Uni<Void> forget(SqlClient tx, String email) {
        return tx.preparedQuery(FORGET)
                .execute(Tuple.of(email.toLowerCase(Locale.ROOT)))
                .replaceWithVoid();
    }

    Uni<Void> lengthen(SqlClient tx, String id, Duration lifetime) {
        return tx.preparedQuery(LENGTHEN)
                .execute(Tuple.of(id, lifetime.toSeconds()))
                .replaceWithVoid();
    }

    @Scheduled(every = "1h", delayed = "8m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> trim() {
        return pool.query(TRIM).execute().replaceWithVoid();
    }

    private static @Nullable Pending only(RowSet<Row> rows) {
        for (Row row : rows) {
            return new Pending(
                    row.getString("id"),
                    row.getString("email"),
                    row.getString("name"),
                    row.getString("password_hash"),
                    row.getString("language"));
        }
        return null;
    }
}
