package dev.tollgate.billing.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/// Requests that edges have told of and not ended (rules 3). Rows are locked in the order of ids.
@ApplicationScoped
class InflightRepository {
    private static final String LOCK =
            "SELECT 1 FROM usage_inflight WHERE request_id = ANY ($1::uuid[]) ORDER BY request_id FOR UPDATE";

    /// The newest open frame counts: another model may have come to stand in. What is ended already is not in flight
    /// again, however late its first frames come.
    private static final String NOTE = """
            INSERT INTO usage_inflight (request_id, edge_id, epoch, opened, account_id, limit_ids, delivered, seen_at)
            SELECT r.request_id, $2, $3, r.opened, r.account_id, r.limit_ids, r.delivered, $4
            FROM jsonb_to_recordset($1::jsonb) AS r (request_id uuid, day date, opened jsonb, account_id text,
              limit_ids text[], delivered bigint)
            WHERE NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.day = r.day AND u.request_id = r.request_id)
            ORDER BY r.request_id
            ON CONFLICT (request_id) DO UPDATE SET
              opened = coalesce(excluded.opened, usage_inflight.opened),
              account_id = coalesce(usage_inflight.account_id, excluded.account_id),
              limit_ids = coalesce(usage_inflight.limit_ids, excluded.limit_ids),
              delivered = greatest(usage_inflight.delivered, excluded.delivered),
              seen_at = excluded.seen_at
            """;

    private static final String END = "DELETE FROM usage_inflight WHERE request_id = ANY ($1::uuid[])";

    private static final String COLUMNS =
            "SELECT i.request_id, i.edge_id, i.epoch, i.opened::text AS opened, i.delivered, i.seen_at "
                    + "FROM usage_inflight i ";

    private static final String OF_LEASES = COLUMNS + """
            JOIN lease l ON l.edge_id = i.edge_id AND l.epoch = i.epoch AND l.account_id = i.account_id
              AND l.limit_ids @> i.limit_ids AND l.limit_ids <@ i.limit_ids
            WHERE l.id = ANY ($1::bigint[])
            ORDER BY i.request_id
            """;

    private static final String OF_EDGE = COLUMNS
            + "WHERE i.edge_id = $1 AND i.epoch BETWEEN $2 AND $3 AND i.account_id = ANY ($4::text[]) ORDER BY i.request_id";

    /// Of which no lease is open: free requests, and what a closed lease has left.
    private static final String QUIET = COLUMNS + """
            WHERE i.seen_at < $1 AND NOT EXISTS (
              SELECT 1 FROM lease l WHERE l.closed_at IS NULL AND l.edge_id = i.edge_id AND l.epoch = i.epoch
                AND l.account_id = i.account_id AND l.limit_ids @> i.limit_ids AND l.limit_ids <@ i.limit_ids)
            ORDER BY i.seen_at LIMIT $2
            """;

    private static final String ONE = COLUMNS + "WHERE i.request_id = $1 AND i.opened IS NOT NULL";

    /// Beside the open frame's own fields: those that this release does not know, as text.
    private static final String UNKNOWN = "unknown";

    private final ObjectMapper json;

    InflightRepository(ObjectMapper json) {
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /// Notes opens and progress, and forgets what has ended.
    Uni<Void> note(SqlConnection tx, Origin origin, List<ReadFrame> frames, Collection<UUID> ended, Instant now) {
        Map<UUID, JsonObject> rows = new TreeMap<>();
        for (ReadFrame frame : frames) {
            switch (frame) {
                case ReadFrame.Opened(UUID id, UsageFrame.Open open, String unknown) ->
                    row(rows, id)
                            .put("opened", new JsonObject(write(open)).put(UNKNOWN, unknown))
                            .put("account_id", open.subject().accountId())
                            .put("limit_ids", new JsonArray(open.subject().limitIds()));
                case ReadFrame.Progressed(UUID id, long delivered) -> {
                    JsonObject row = row(rows, id);
                    Long before = row.getLong("delivered");
                    row.put("delivered", before == null ? delivered : Math.max(delivered, before));
                }
                case ReadFrame.Finished _, ReadFrame.Unreadable _ -> {}
            }
        }
        ended.forEach(rows::remove);
        List<UUID> all = new ArrayList<>(rows.keySet());
        all.addAll(ended);
        if (all.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // Most requests end before they were ever noted: nothing is there to be ended.
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(all.toArray(UUID[]::new)))
                .call(() -> insert(tx, origin, rows.values(), now))
                .flatMap(noted -> end(tx, noted.size() == 0 ? List.of() : ended));
    }

    private static JsonObject row(Map<UUID, JsonObject> rows, UUID id) {
        return rows.computeIfAbsent(id, _ -> new JsonObject()
                .put("request_id", id.toString())
                .put("day", RequestId.day(id).toString()));
    }

    private static Uni<Void> insert(SqlConnection tx, Origin origin, Collection<JsonObject> rows, Instant now) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray json = new JsonArray();
        rows.forEach(json::add);
        return tx.preparedQuery(NOTE)
                .execute(Tuple.of(json, origin.edgeId(), origin.epoch(), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Void> end(SqlConnection tx, Collection<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(END)
                        .execute(Tuple.of(ids.toArray(UUID[]::new)))
                        .replaceWithVoid();
    }

    /// What was in flight under these leases.
    Uni<List<Inflight>> ofLeases(SqlConnection tx, List<Long> leaseIds) {
        return read(tx, OF_LEASES, Tuple.of(leaseIds.toArray(Long[]::new)));
    }

    /// What was in flight at an edge in these epochs, both included.
    Uni<List<Inflight>> ofEdge(SqlConnection tx, String edgeId, long from, long to, Collection<String> accountIds) {
        return read(tx, OF_EDGE, Tuple.of(edgeId, from, to, accountIds.toArray(String[]::new)));
    }

    Uni<List<Inflight>> quiet(SqlConnection tx, Instant seenBefore, int max) {
        return read(tx, QUIET, Tuple.of(seenBefore.atOffset(ZoneOffset.UTC), max));
    }

    Uni<List<Inflight>> one(SqlConnection tx, UUID requestId) {
        return read(tx, ONE, Tuple.of(requestId));
    }

    private Uni<List<Inflight>> read(SqlConnection tx, String sql, Tuple arguments) {
        return tx.preparedQuery(sql).execute(arguments).map(this::inflight);
    }

    private List<Inflight> inflight(RowSet<Row> rows) {
        List<Inflight> found = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String opened = row.getString("opened");
            found.add(new Inflight(
                    row.getUUID("request_id"),
                    new Origin(row.getString("edge_id"), row.getLong("epoch"), true),
                    opened == null ? null : parse(opened),
                    row.getLong("delivered"),
                    opened == null ? null : new JsonObject(opened).getString(UNKNOWN),
                    Objects.requireNonNull(row.getOffsetDateTime("seen_at")).toInstant()));
        }
        return found;
    }

    private String write(UsageFrame.Open open) {
        try {
            return json.writerFor(UsageFrame.class).writeValueAsString(open);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame that was read cannot be written", e);
        }
    }

    private UsageFrame.Open parse(String opened) {
        try {
            return (UsageFrame.Open) json.readValue(opened, UsageFrame.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored frame cannot be read", e);
        }
    }
}
