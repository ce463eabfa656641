package dev.tollgate.auth.audit;

import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Pages of the audit log, newest first. A cursor need not name an entry of ours: the console pages over several
/// services' logs with one.
@ApplicationScoped
class AuditLog {
    private static final String ROWS = """
            SELECT id, at, actor, action, subject, request_id, detail, account_id, before, after FROM auth.audit_entry
            WHERE ($1::text IS NULL OR subject = $1) AND ($4::text IS NULL OR account_id = $4)
              AND ($2::uuid IS NULL OR id""";

    private final Pool pool;

    AuditLog(Pool pool) {
        this.pool = pool;
    }

    Uni<Page<AuditEntryView>> page(@Nullable String subject, @Nullable String accountId, Cursor cursor) {
        return pool.preparedQuery(ROWS + " " + cursor.comparison() + " $2) ORDER BY id " + cursor.order() + " LIMIT $3")
                .execute(Tuple.of(subject, id(cursor), cursor.rows(), accountId))
                .map(rows -> {
                    List<AuditEntryView> entries = new ArrayList<>();
                    rows.forEach(row -> entries.add(view(row)));
                    return cursor.page(entries, AuditEntryView::id);
                });
    }

    private static @Nullable UUID id(Cursor cursor) {
        String id = cursor.id();
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw cursor.unknown();
        }
    }

    private static AuditEntryView view(Row row) {
        OffsetDateTime at = Objects.requireNonNull(row.getOffsetDateTime("at"));
        return new AuditEntryView(
                row.getUUID("id").toString(),
                "audit_entry",
                at.toEpochSecond(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("request_id"),
                row.getString("detail"),
                row.getString("account_id"),
                row.getString("before"),
                row.getString("after"));
    }
}
