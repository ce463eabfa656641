package dev.tollgate.auth.change;

import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// Reads and trims the change rows: plain SQL, one statement each, so that an answer is one snapshot.
@ApplicationScoped
class ChangeStore {
    private static final String SINCE = """
            SELECT r.value AS newest, (SELECT min(revision) FROM auth.change) AS oldest,
                   c.revision, c.kind, c.subject, c.end_streams
            FROM auth.revision r
            LEFT JOIN LATERAL (
              SELECT revision, kind, subject, end_streams FROM auth.change
              WHERE revision > $1 ORDER BY revision LIMIT $2
            ) c ON true
            ORDER BY c.revision
            """;
    private static final String TRIM =
            "DELETE FROM auth.change WHERE revision <= (SELECT value FROM auth.revision) - $1";

    private final Pool pool;
    private final FeedConfig config;

    ChangeStore(Pool pool, FeedConfig config) {
        this.pool = pool;
        this.config = config;
    }

    Uni<FeedState> since(long revision) {
        return pool.preparedQuery(SINCE)
                .execute(Tuple.of(revision, config.pageMax()))
                .map(ChangeStore::state);
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> trim() {
        return pool.preparedQuery(TRIM).execute(Tuple.of(config.keep())).replaceWithVoid();
    }

    private static FeedState state(RowSet<Row> rows) {
        List<ChangePage.Change> changes = new ArrayList<>();
        long newest = 0;
        Long oldest = null;
        for (Row row : rows) {
            newest = row.getLong("newest");
            oldest = row.getLong("oldest");
            if (row.getLong("revision") != null) {
                changes.add(new ChangePage.Change(
                        row.getLong("revision"),
                        ChangeKind.valueOf(row.getString("kind")),
                        row.getString("subject"),
                        row.getBoolean("end_streams")));
            }
        }
        return new FeedState(newest, oldest, changes);
    }
}
