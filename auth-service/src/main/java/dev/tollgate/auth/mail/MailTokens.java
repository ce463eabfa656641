package dev.tollgate.auth.mail;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.TokenFormat;
import dev.tollgate.contract.error.ServiceException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What links in mails carry: each works once, of two at the same time for one; only its hash is stored.
@ApplicationScoped
public class MailTokens {
    private static final int BYTES = 32;
    private static final String ISSUE = """
            INSERT INTO auth.mail_token (secret_hash, purpose, subject, detail, expires_at)
            VALUES ($1, $2, $3, $4, now() + $5 * interval '1 second')""";
    private static final String TAKE = """
            DELETE FROM auth.mail_token WHERE secret_hash = $1 AND purpose = $2 AND expires_at > now()
            RETURNING subject, detail""";
    private static final String LOOK = """
            SELECT subject, detail FROM auth.mail_token
            WHERE secret_hash = $1 AND purpose = $2 AND expires_at > now()""";
    private static final String WITHDRAW = "DELETE FROM auth.mail_token WHERE subject = $1 AND purpose = $2";
    private static final String TRIM = "DELETE FROM auth.mail_token WHERE expires_at < now()";

    private final Pool pool;
    private final SecureRandom random = new SecureRandom();

    MailTokens(Pool pool) {
        this.pool = pool;
    }

    /// What a link is for.
    public enum Purpose {
        SIGNUP,
        RESET,
        EMAIL,
        INVITATION
    }

    /// Whose link it was.
    public record Found(String subject, @Nullable String detail) {}

    /// A new token, in its only readable form.
    public Uni<String> issue(
            SqlClient tx, Purpose purpose, String subject, @Nullable String detail, Duration lifetime) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = TokenFormat.write(TokenFormat.MAIL, bytes);
        return tx.preparedQuery(ISSUE)
                .execute(Tuple.of(TokenFormat.hash(secret), purpose.name(), subject, detail, lifetime.toSeconds()))
                .replaceWith(secret);
    }

    /// Uses the token up.
    ///
    /// @return fails with a 400 when it was used, withdrawn, or has ended
    public Uni<Found> take(SqlClient tx, Purpose purpose, @Nullable String token) {
        return tx.preparedQuery(TAKE)
                .execute(Tuple.of(hash(token), purpose.name()))
                .map(MailTokens::found);
    }

    /// What it is for, without using it.
    public Uni<Found> look(SqlClient client, Purpose purpose, @Nullable String token) {
        return client.preparedQuery(LOOK)
                .execute(Tuple.of(hash(token), purpose.name()))
                .map(MailTokens::found);
    }

    /// From now on none that was issued for this is good.
    public Uni<Void> withdraw(SqlClient tx, Purpose purpose, String subject) {
        return tx.preparedQuery(WITHDRAW)
                .execute(Tuple.of(subject, purpose.name()))
                .replaceWithVoid();
    }

    /// 400: there is no such token any more.
    public static ServiceException spent() {
        return new ServiceException(
                Fault.invalid("token", "this link was used already, has ended, or is none of ours"));
    }

    @Scheduled(every = "1h", delayed = "6m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> trim() {
        return pool.query(TRIM).execute().replaceWithVoid();
    }

    private static String hash(@Nullable String token) {
        if (token == null) {
            throw new ServiceException(Fault.missing("token"));
        }
        if (!TokenFormat.isMailed(token)) {
            throw spent();
        }
        return TokenFormat.hash(token);
    }

    private static Found found(RowSet<Row> rows) {
        for (Row row : rows) {
            return new Found(row.getString("subject"), row.getString("detail"));
        }
        throw spent();
    }
}
