package dev.tollgate.billing.lease;

import dev.tollgate.billing.change.Changes;
import dev.tollgate.contract.change.ChangeKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/// Calls credit back that edges hold and do not need, at most once per account in 100 ms (rules 5). In a
/// transaction of its own after the refusal's: the feed's counter is never locked together with accounts.
@ApplicationScoped
class Recalls {
    private static final Logger LOG = Logger.getLogger(Recalls.class);

    private static final String DUE = """
            INSERT INTO recall (account_id, called_at) SELECT id, $2 FROM unnest($1::text[]) AS a (id) ORDER BY id
            ON CONFLICT (account_id) DO UPDATE SET called_at = excluded.called_at
              WHERE recall.called_at <= $3
            RETURNING account_id""";

    private final Pool pool;
    private final Changes changes;
    private final LeaseConfig config;
    private final LeaseMetrics metrics;
    private final Clock clock;

    Recalls(Pool pool, Changes changes, LeaseConfig config, LeaseMetrics metrics, Clock clock) {
        this.pool = pool;
        this.changes = changes;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Publishes in the background: the refused request retries anyway.
    void call(Collection<String> accountIds) {
        if (accountIds.isEmpty()) {
            return;
        }
        pool.withTransaction(tx -> due(tx, accountIds).flatMap(due -> record(tx, due)))
                .subscribe()
                .with(
                        revisions -> {
                            revisions.forEach(changes::announce);
                            metrics.recalled(revisions.size());
                        },
                        failure -> LOG.warnf("a recall was not published: %s", failure.toString()));
    }

    private Uni<List<String>> due(SqlConnection tx, Collection<String> accountIds) {
        var now = clock.instant();
        return tx.preparedQuery(DUE)
                .execute(Tuple.of(
                        accountIds.toArray(String[]::new),
                        now.atOffset(ZoneOffset.UTC),
                        now.minus(config.recallInterval()).atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    List<String> due = new ArrayList<>(rows.size());
                    rows.forEach(row -> due.add(row.getString(0)));
                    return due;
                });
    }

    private Uni<List<Long>> record(SqlConnection tx, List<String> accountIds) {
        Uni<List<Long>> revisions = Uni.createFrom().item(new ArrayList<>());
        for (String accountId : accountIds) {
            revisions = revisions.flatMap(
                    known -> changes.record(tx, ChangeKind.RECALL, accountId).map(revision -> {
                        known.add(revision);
                        return known;
                    }));
        }
        return revisions;
    }
}
