package dev.tollgate.billing.change;

import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.change.ChangePage.Change;
import dev.tollgate.contract.http.Channels;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Billing's revisions. Use: `record` within the transaction of the change, `announce` after its commit.
@ApplicationScoped
public class Changes {
    private static final Logger LOG = Logger.getLogger(Changes.class);

    private static final String RECORD = """
            WITH next AS (UPDATE revision SET value = value + 1 RETURNING value)
            INSERT INTO change (revision, kind, subject)
            SELECT value, $1, $2 FROM next
            RETURNING revision""";

    /// One statement, so that the newest revision and the changes are of one snapshot.
    private static final String SINCE = """
            SELECT r.value, (SELECT min(revision) FROM change) AS oldest, c.revision, c.kind, c.subject
            FROM revision r
            LEFT JOIN change c ON c.revision > $1
            ORDER BY c.revision
            LIMIT $2""";

    private static final String NEWEST = "SELECT value FROM revision";

    private static final String PRUNE = """
            DELETE FROM change WHERE revision <= (SELECT value FROM revision) - $1""";

    private final Pool pool;
    private final ReactivePubSubCommands<String> bell;
    private final ChangeConfig config;
    private final BackgroundTasks tasks;

    Changes(Pool pool, ReactiveRedisDataSource redis, ChangeConfig config, BackgroundTasks tasks) {
        this.tasks = tasks;
        this.pool = pool;
        this.bell = redis.pubsub(String.class);
        this.config = config;
    }

    /// Takes the next revision within the given transaction. It locks the counter until the commit: call it last.
    ///
    /// @param id the account of a recall, the hash of a price list
    public Uni<Long> record(SqlConnection tx, ChangeKind kind, String id) {
        return tx.preparedQuery(RECORD)
                .execute(Tuple.of(kind.name(), id))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /// Records a change that comes with no other, in a transaction of its own, and announces it.
    public Uni<Long> publish(ChangeKind kind, String id) {
        return pool.withTransaction(tx -> record(tx, kind, id)).invoke(this::announce);
    }

    /// Rings the door bell, after the commit. A lost message costs an edge half a second: failure is only logged.
    public void announce(long revision) {
        bell.publish(Channels.BILLING_CHANGES, Long.toString(revision))
                .ifNoItem()
                .after(config.announceTimeout())
                .fail()
                .subscribe()
                .with(
                        _ -> {},
                        failure ->
                                LOG.warnf("revision %d was not announced: %s", (Object) revision, failure.toString()));
    }

    /// What is newer than `since`, or empty when nothing is. A `since` ahead of our own revision means that our
    /// books are not those the asker knew: it is told to drop all.
    Uni<Optional<ChangePage>> since(long since) {
        return pool.query(NEWEST).execute().flatMap(rows -> {
            long newest = rows.iterator().next().getLong(0);
            if (newest == since) {
                return Uni.createFrom().item(Optional.empty());
            }
            if (since > newest) {
                return Uni.createFrom().item(Optional.of(new ChangePage(newest, false, List.of())));
            }
            return pool.preparedQuery(SINCE)
                    .execute(Tuple.of(since, config.kept() + 1))
                    .map(found -> Optional.of(page(since, found)));
        });
    }

    private ChangePage page(long since, RowSet<Row> rows) {
        long newest = since;
        @Nullable Long oldest = null;
        List<Change> changes = new ArrayList<>(rows.size());
        for (Row row : rows) {
            newest = row.getLong("value");
            oldest = row.getLong("oldest");
            Long revision = row.getLong("revision");
            if (revision != null) {
                changes.add(new Change(
                        revision, ChangeKind.valueOf(row.getString("kind")), row.getString("subject"), false));
            }
        }
        boolean complete = oldest != null && since >= oldest - 1 && changes.size() <= config.kept();
        return new ChangePage(newest, complete, complete ? changes : List.of());
    }

    @Scheduled(every = "${tollgate.billing.change.prune-every:10m}", delayed = "1m")
    Uni<Void> prune() {
        return tasks.supervise("change-pruning", pool.preparedQuery(PRUNE).execute(Tuple.of((long) config.kept())));
    }
}
