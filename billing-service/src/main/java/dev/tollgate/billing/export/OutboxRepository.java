package dev.tollgate.billing.export;

import dev.tollgate.billing.export.Batch.Refusal;
import dev.tollgate.billing.export.Batch.Verdict;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the outbox, and who may empty it.
@ApplicationScoped
class OutboxRepository {
    static final int COUNTED_MAX = 100_000;

    /// By the database's clock, so that replicas need not agree on theirs.
    private static final String TAKE = """
            UPDATE usage_exporter SET owner = $1, until = now() + make_interval(secs => $2)
            WHERE owner = $1 OR until < now()
            """;
    private static final String RELEASE = "UPDATE usage_exporter SET until = '-infinity' WHERE owner = $1";

    /// Each row's record is looked up by its key. Of a revision that was corrected since, what it was is kept.
    private static final String NEXT = """
            WITH found AS (
              SELECT o.seq, coalesce(
                  (SELECT to_jsonb(u) FROM usage_record u
                    WHERE u.day = o.day AND u.request_id = o.request_id AND u.revision = o.revision),
                  (SELECT s.record FROM usage_superseded s
                    WHERE s.day = o.day AND s.request_id = o.request_id AND s.revision = o.revision))::text AS record
              FROM (SELECT * FROM usage_outbox ORDER BY seq LIMIT $1) o
            ), sized AS (
              SELECT *, coalesce(octet_length(record), 0)::bigint AS bytes,
                sum(octet_length(record)) OVER (ORDER BY seq) AS upto, row_number() OVER (ORDER BY seq) AS place
              FROM found
            )
            SELECT seq, CASE WHEN bytes <= $2 THEN record END AS record, bytes
            FROM sized WHERE place = 1 OR coalesce(upto, 0) <= $2 ORDER BY seq
            """;

    private static final String DONE = "DELETE FROM usage_outbox WHERE seq = ANY ($1::bigint[])";

    private static final String SET_ASIDE = """
            WITH moved AS (
              DELETE FROM usage_outbox WHERE seq = ANY ($1::bigint[])
              RETURNING seq, day, request_id, revision, booked_at
            )
            INSERT INTO usage_export_refused (seq, day, request_id, revision, booked_at, reason, detail)
            SELECT m.seq, m.day, m.request_id, m.revision, m.booked_at, r.reason, r.detail
            FROM moved m JOIN unnest($1::bigint[], $2::text[], $3::text[]) AS r (seq, reason, detail) USING (seq)
            """;

    private static final String STATE = """
            SELECT (SELECT count(*) FROM (SELECT FROM usage_outbox LIMIT $1) AS o) AS waiting,
              (SELECT booked_at FROM usage_outbox ORDER BY seq LIMIT 1) AS oldest,
              (SELECT extract(epoch FROM now() - booked_at)::bigint FROM usage_outbox ORDER BY seq LIMIT 1) AS age,
              (SELECT count(*) FROM (SELECT FROM usage_export_refused LIMIT $1) AS r) AS refused
            """;

    /// Whether this replica is the one to send, for so long from now on.
    Uni<Boolean> take(SqlClient client, String owner, Duration lease) {
        return client.preparedQuery(TAKE)
                .execute(Tuple.of(owner, (double) lease.toSeconds()))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> release(SqlClient client, String owner) {
        return client.preparedQuery(RELEASE).execute(Tuple.of(owner)).replaceWithVoid();
    }

    /// The oldest rows, so many at most and so many bytes of records at most.
    Uni<List<Pending>> next(SqlClient client, int rows, long bytes) {
        return client.preparedQuery(NEXT).execute(Tuple.of(rows, bytes)).map(found -> {
            List<Pending> pending = new ArrayList<>(found.size());
            found.forEach(
                    row -> pending.add(new Pending(row.getLong("seq"), row.getString("record"), row.getLong("bytes"))));
            return pending;
        });
    }

    /// Forgets what is acknowledged and sets aside what is refused.
    Uni<Void> settle(SqlConnection tx, Verdict verdict) {
        Uni<Void> done = verdict.acknowledged().isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(DONE)
                        .execute(Tuple.tuple().addValue(verdict.acknowledged().toArray(Long[]::new)))
                        .replaceWithVoid();
        return verdict.refused().isEmpty() ? done : done.chain(() -> setAside(tx, verdict.refused()));
    }

    private static Uni<Void> setAside(SqlConnection tx, List<Refusal> refused) {
        Tuple arguments = Tuple.tuple()
                .addValue(refused.stream().map(Refusal::seq).toArray(Long[]::new))
                .addValue(
                        refused.stream().map(one -> one.why().reason().column()).toArray(String[]::new))
                .addValue(refused.stream()
                        .map(one -> one.why().detail().replace("\0", ""))
                        .toArray(String[]::new));
        return tx.preparedQuery(SET_ASIDE).execute(arguments).replaceWithVoid();
    }

    Uni<State> state(SqlClient client) {
        return client.preparedQuery(STATE)
                .execute(Tuple.of(COUNTED_MAX))
                .map(rows -> state(rows.iterator().next()));
    }

    private static State state(Row row) {
        OffsetDateTime oldest = row.getOffsetDateTime("oldest");
        Long age = row.getLong("age");
        return new State(
                row.getLong("waiting"),
                oldest == null ? null : oldest.toInstant(),
                age == null ? 0 : age,
                row.getLong("refused"));
    }

    /// @param waiting rows, counted up to [#COUNTED_MAX], as `refused` is
    /// @param oldest when the first of them was booked
    /// @param ageSeconds how long ago, by the database's clock; 0 for none
    record State(long waiting, @Nullable Instant oldest, long ageSeconds, long refused) {}
}
