package dev.tollgate.billing.export;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.ExportMoved;
import dev.tollgate.contract.billing.v1.RefusedExport;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What operators do to the outbox: each call moves some thousands of rows, so that none takes long.
@ApplicationScoped
class ExportActions {
    static final int MOVED_MAX = 10_000;

    private static final String ROWS =
            "SELECT seq, request_id, revision, reason, detail, refused_at FROM usage_export_refused WHERE ";
    private static final String OLDER = ROWS + "seq < $1 ORDER BY seq DESC LIMIT $2";
    private static final String NEWER = ROWS + "seq > $1 ORDER BY seq LIMIT $2";

    private static final String RETRY = """
            WITH moved AS (
              DELETE FROM usage_export_refused
              WHERE seq IN (SELECT seq FROM usage_export_refused ORDER BY seq LIMIT $1 FOR UPDATE SKIP LOCKED)
              RETURNING seq, day, request_id, revision, booked_at
            )
            INSERT INTO usage_outbox (day, request_id, revision, booked_at)
            SELECT day, request_id, revision, booked_at FROM moved ORDER BY seq
            """;

    /// The present revision of each record, in the order of their ids, which is that of their admission.
    private static final String BACKFILL = """
            WITH added AS (
              INSERT INTO usage_outbox (day, request_id, revision)
              SELECT day, request_id, revision FROM usage_record
              WHERE day = $1 AND request_id > $2 ORDER BY request_id LIMIT $3
              RETURNING request_id
            )
            SELECT count(*) AS moved, (array_agg(request_id ORDER BY request_id DESC))[1] AS last FROM added
            """;

    private static final String DISCARD =
            "DELETE FROM usage_outbox WHERE seq IN (SELECT seq FROM usage_outbox ORDER BY seq LIMIT $1)";

    private static final UUID FIRST = new UUID(0, 0);

    private final Pool pool;

    ExportActions(Pool pool) {
        this.pool = pool;
    }

    Uni<Page<RefusedExport>> refused(PageAsk ask) {
        long cursor = ask.before() != null
                ? Required.number(ask.before(), "before")
                : ask.after() != null ? Required.number(ask.after(), "after") : Long.MAX_VALUE;
        return pool.preparedQuery(ask.backwards() ? NEWER : OLDER)
                .execute(Tuple.of(cursor, ask.limit() + 1))
                .map(rows -> {
                    List<RefusedExport> views = new ArrayList<>(rows.size());
                    rows.forEach(row -> views.add(view(row)));
                    return ask.page(views, RefusedExport::id);
                });
    }

    /// Moves what was refused back, the oldest first.
    Uni<ExportMoved> retry(SqlConnection tx) {
        return tx.preparedQuery(RETRY).execute(Tuple.of(MOVED_MAX)).map(rows -> moved(rows.rowCount(), null));
    }

    /// Adds records of a day, from after this one on.
    Uni<ExportMoved> backfill(SqlConnection tx, LocalDate day, @Nullable UUID after) {
        return tx.preparedQuery(BACKFILL)
                .execute(Tuple.of(day, after == null ? FIRST : after, MOVED_MAX))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    UUID last = row.getUUID("last");
                    return moved(row.getLong("moved"), last == null ? null : last.toString());
                });
    }

    /// Forgets what waits, the oldest first.
    Uni<ExportMoved> discard(SqlConnection tx) {
        return tx.preparedQuery(DISCARD).execute(Tuple.of(MOVED_MAX)).map(rows -> moved(rows.rowCount(), null));
    }

    private static ExportMoved moved(long count, @Nullable String last) {
        return new ExportMoved(count, last, count == MOVED_MAX);
    }

    private static RefusedExport view(Row row) {
        return new RefusedExport(
                Long.toString(row.getLong("seq")),
                "refused_export",
                row.getUUID("request_id").toString(),
                row.getInteger("revision"),
                row.getString("reason"),
                row.getString("detail"),
                Objects.requireNonNull(row.getOffsetDateTime("refused_at")).toEpochSecond());
    }
}
