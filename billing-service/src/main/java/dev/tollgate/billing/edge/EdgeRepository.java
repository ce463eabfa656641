package dev.tollgate.billing.edge;

import dev.tollgate.contract.billing.v1.EdgeView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Edges and their epochs. Whoever opens or closes an epoch locks the edge's row first.
@ApplicationScoped
class EdgeRepository {
    private static final String ENSURE =
            "INSERT INTO edge (id, epoch, opened_at) VALUES ($1, 0, $2) ON CONFLICT (id) DO NOTHING";
    private static final String LOCK = "SELECT epoch FROM edge WHERE id = $1 FOR UPDATE";
    private static final String OF_START = "SELECT epoch FROM edge_epoch WHERE edge_id = $1 AND start_id = $2";
    private static final String NEXT = """
            WITH next AS (
              UPDATE edge SET epoch = epoch + 1, opened_at = $3 WHERE id = $1 RETURNING id, epoch, opened_at
            )
            INSERT INTO edge_epoch (edge_id, epoch, start_id, opened_at) SELECT id, epoch, $2, opened_at FROM next
            RETURNING epoch
            """;
    private static final String CLOSE = """
            UPDATE edge_epoch SET closed_at = coalesce(closed_at, $3) WHERE edge_id = $1 AND epoch = $2
            """;
    private static final String ALL = """
            SELECT e.id, e.epoch, e.opened_at, greatest(e.seen_at, e.opened_at) AS seen_at, l.open_leases, l.held, l.orphaned,
              f.in_flight, f.oldest
            FROM edge e
            CROSS JOIN LATERAL (
              SELECT count(*) AS open_leases, coalesce(sum(granted - posted - returned), 0)::bigint AS held,
                count(*) FILTER (WHERE epoch < e.epoch OR spend_until < $1) AS orphaned
              FROM lease WHERE edge_id = e.id AND closed_at IS NULL
            ) l
            CROSS JOIN LATERAL (
              SELECT count(*) AS in_flight, min(usage_id_millis(request_id)) AS oldest FROM usage_inflight WHERE edge_id = e.id
            ) f
            ORDER BY e.id
            """;

    Uni<Void> ensure(SqlConnection tx, String edgeId, Instant now) {
        return tx.preparedQuery(ENSURE)
                .execute(Tuple.of(edgeId, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// Locks an edge.
    ///
    /// @return its newest epoch, or empty when it is not known
    Uni<OptionalLong> lock(SqlConnection tx, String edgeId) {
        return first(tx, LOCK, Tuple.of(edgeId));
    }

    /// The epoch that a start of the process has opened already.
    Uni<OptionalLong> ofStart(SqlConnection tx, String edgeId, String startId) {
        return first(tx, OF_START, Tuple.of(edgeId, startId));
    }

    Uni<Long> next(SqlConnection tx, String edgeId, String startId, Instant now) {
        return first(tx, NEXT, Tuple.of(edgeId, startId, now.atOffset(ZoneOffset.UTC)))
                .map(OptionalLong::getAsLong);
    }

    /// Closes an epoch; again is the same.
    ///
    /// @return whether there is such an epoch
    Uni<Boolean> close(SqlConnection tx, String edgeId, long epoch, Instant now) {
        return tx.preparedQuery(CLOSE)
                .execute(Tuple.of(edgeId, epoch, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<List<EdgeView>> all(SqlClient client, Instant now) {
        return client.preparedQuery(ALL)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    List<EdgeView> edges = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        edges.add(new EdgeView(
                                row.getString("id"),
                                "edge",
                                row.getLong("epoch"),
                                Objects.requireNonNull(row.getOffsetDateTime("opened_at"))
                                        .toEpochSecond(),
                                row.getLong("open_leases"),
                                row.getLong("held"),
                                row.getLong("orphaned"),
                                row.getLong("in_flight"),
                                seconds(row.getLong("oldest")),
                                Objects.requireNonNull(row.getOffsetDateTime("seen_at"))
                                        .toEpochSecond()));
                    }
                    return edges;
                });
    }

    private static @Nullable Long seconds(@Nullable Long millis) {
        return millis == null ? null : Long.valueOf(millis / 1_000);
    }

    private static Uni<OptionalLong> first(SqlConnection tx, String sql, Tuple arguments) {
        return tx.preparedQuery(sql)
                .execute(arguments)
                .map(rows -> rows.size() == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(rows.iterator().next().getLong(0)));
    }
}
