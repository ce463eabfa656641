package dev.tollgate.billing.usage;

import dev.tollgate.contract.billing.v1.QuarantinedFrame;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
import java.util.Optional;

/// Frames that wait for an operator, raw (rules 14).
@ApplicationScoped
class QuarantineRepository {
    /// What each would have charged is uncollected revenue until it is posted.
    private static final String ADD = """
            WITH kept AS (
              INSERT INTO usage_quarantine (edge_id, epoch, reason, detail, raw, content, amount, received_at)
              SELECT edge_id, epoch, reason, detail, raw, content, amount, $2
              FROM jsonb_to_recordset($1::jsonb)
                AS r (edge_id text, epoch bigint, reason text, detail text, raw text, content text, amount bigint)
              ORDER BY content
              ON CONFLICT (content) DO NOTHING
              RETURNING id, amount
            ), made AS (
              INSERT INTO ledger_transaction (kind, reference) SELECT 'quarantine', id::text FROM kept WHERE amount > 0
              RETURNING id, reference
            )
            INSERT INTO ledger_entry (transaction_id, book, amount)
            SELECT m.id, b.book, b.sign * k.amount
            FROM made m JOIN kept k ON k.id::text = m.reference
            CROSS JOIN (VALUES ('uncollected', -1), ('revenue', 1)) AS b (book, sign)
            """;

    private static final String COLUMNS =
            "SELECT id, edge_id, epoch, reason, detail, raw, received_at FROM usage_quarantine ";
    private static final String OLDER = COLUMNS + "WHERE resolved_at IS NULL AND id < $1 ORDER BY id DESC LIMIT $2";
    private static final String NEWER = COLUMNS + "WHERE resolved_at IS NULL AND id > $1 ORDER BY id LIMIT $2";
    private static final String ONE = COLUMNS + "WHERE resolved_at IS NULL AND id = $1";
    /// Takes back what was booked when it was kept.
    private static final String RESOLVE = """
            WITH resolved AS (
              UPDATE usage_quarantine SET resolved_at = $2 WHERE id = $1 AND resolved_at IS NULL RETURNING id, amount
            ), made AS (
              INSERT INTO ledger_transaction (kind, reference)
              SELECT 'quarantine', id || '/resolved' FROM resolved WHERE amount > 0
              RETURNING id
            )
            INSERT INTO ledger_entry (transaction_id, book, amount)
            SELECT m.id, b.book, b.sign * r.amount
            FROM made m CROSS JOIN resolved r CROSS JOIN (VALUES ('uncollected', 1), ('revenue', -1)) AS b (book, sign)
            """;

    Uni<Void> add(SqlConnection tx, List<Kept> frames, Instant now) {
        if (frames.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonArray rows = new JsonArray();
        for (Kept frame : frames) {
            rows.add(new JsonObject()
                    .put("edge_id", frame.origin().edgeId())
                    .put("epoch", frame.origin().epoch())
                    .put("reason", frame.reason().column())
                    .put("detail", frame.detail().replace("\0", ""))
                    .put("raw", frame.raw())
                    .put("amount", frame.amount())
                    .put("content", FrameReader.sha256(frame.raw())));
        }
        return tx.preparedQuery(ADD)
                .execute(Tuple.of(rows, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<List<QuarantinedFrame>> page(SqlClient client, long cursor, boolean newer, int rows) {
        return client.preparedQuery(newer ? NEWER : OLDER)
                .execute(Tuple.of(cursor, rows))
                .map(found -> {
                    List<QuarantinedFrame> frames = new ArrayList<>(found.size());
                    for (Row row : found) {
                        frames.add(frame(row));
                    }
                    return frames;
                });
    }

    Uni<Optional<QuarantinedFrame>> one(SqlClient client, long id) {
        return client.preparedQuery(ONE)
                .execute(Tuple.of(id))
                .map(found -> found.size() == 0
                        ? Optional.empty()
                        : Optional.of(frame(found.iterator().next())));
    }

    Uni<Void> resolve(SqlClient client, long id, Instant now) {
        return client.preparedQuery(RESOLVE)
                .execute(Tuple.of(id, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static QuarantinedFrame frame(Row row) {
        return new QuarantinedFrame(
                Long.toString(row.getLong("id")),
                "quarantined_frame",
                row.getString("edge_id"),
                row.getLong("epoch"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("raw"),
                Objects.requireNonNull(row.getOffsetDateTime("received_at")).toEpochSecond());
    }

    /// @param raw as it came
    /// @param amount nano-credits that it would have charged, as far as that can be read
    record Kept(Origin origin, Unfit reason, String detail, String raw, long amount) {}
}
