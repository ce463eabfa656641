package dev.tollgate.inner.mail;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// The mails of one schema that wait, and those that waited.
public final class MailQueue {
    /// Taken before it is sent, for longer than that may take: of two replicas one sends it, and after a crash
    /// it is sent again. From a minute on, the wait doubles up to an hour.
    private static final String TAKE = """
            UPDATE {mail} SET tries = tries + 1,
              next_try_at = $1::timestamptz + least(interval '1 minute' * power(2, least(tries, 6)), interval '1 hour')
            WHERE id = (SELECT id FROM {mail} WHERE next_try_at <= $1 ORDER BY next_try_at LIMIT 1
              FOR UPDATE SKIP LOCKED)
            RETURNING id, recipient, subject, content, created_at""";

    private static final String OLDEST = "SELECT min(created_at) FROM {mail} WHERE next_try_at IS NOT NULL";
    private static final String SENT = "UPDATE {mail} SET next_try_at = NULL, sent_at = $2{forget} WHERE id = $1";
    private static final String GIVE_UP = "UPDATE {mail} SET next_try_at = NULL{forget} WHERE id = $1";
    private static final String PRUNE = "DELETE FROM {mail} WHERE next_try_at IS NULL AND created_at < $1";

    private final Pool pool;
    private final String schema;
    private final String forget;

    /// @param schema the service's own, a word of ours
    /// @param forgets whether a mail's content is gone once it does not wait any more, for what has secrets in
    ///     it
    public MailQueue(Pool pool, String schema, boolean forgets) {
        this.pool = pool;
        this.schema = schema;
        this.forget = forgets ? ", content = ''" : "";
    }

    Uni<Optional<Waiting>> take(Instant now) {
        return pool.preparedQuery(sql(TAKE)).execute(Tuple.of(utc(now))).map(rows -> {
            for (Row row : rows) {
                return Optional.of(new Waiting(
                        row.getLong("id"),
                        row.getString("recipient"),
                        row.getString("subject"),
                        row.getString("content"),
                        row.getOffsetDateTime("created_at").toInstant()));
            }
            return Optional.empty();
        });
    }

    /// Since when the oldest waits that was not sent yet.
    Uni<Optional<Instant>> waitingSince() {
        return pool.query(sql(OLDEST)).execute().map(rows -> Optional.ofNullable(
                        rows.iterator().next().getOffsetDateTime(0))
                .map(OffsetDateTime::toInstant));
    }

    Uni<Void> sent(long id, Instant now) {
        return pool.preparedQuery(sql(SENT)).execute(Tuple.of(id, utc(now))).replaceWithVoid();
    }

    Uni<Void> giveUp(long id) {
        return pool.preparedQuery(sql(GIVE_UP)).execute(Tuple.of(id)).replaceWithVoid();
    }

    Uni<Void> prune(Instant before) {
        return pool.preparedQuery(sql(PRUNE)).execute(Tuple.of(utc(before))).replaceWithVoid();
    }

    private String sql(String statement) {
        return statement.replace("{mail}", schema + ".mail").replace("{forget}", forget);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    record Waiting(long id, String recipient, String subject, String content, Instant createdAt) {}
}
