package dev.tollgate.billing.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Keeps one entry per management change. Use: `note` within the transaction of the change.
@ApplicationScoped
public class AuditLog {
    private static final String NOTE = """
            INSERT INTO audit_entry (id, actor, action, subject, request_id, detail) VALUES ($1, $2, $3, $4, $5, $6)""";
    private static final String ROWS = """
            SELECT id, at, actor, action, subject, request_id, detail FROM audit_entry
            WHERE ($1::text IS NULL OR subject = $1) AND ($2::uuid IS NULL OR id""";

    private final Pool pool;
    private final Origin origin;
    private final ObjectMapper json;

    AuditLog(Pool pool, Origin origin, ObjectMapper json) {
        this.pool = pool;
        this.origin = origin;
        this.json = json;
    }

    /// Notes what the present call changes.
    ///
    /// @param action `gift.create`, `overdraft.set` …
    /// @param subject the id of what is changed
    /// @param detail written as JSON; never a secret
    public Uni<Void> note(SqlConnection tx, String action, String subject, Object detail) {
        UUID id = RequestId.next(System.currentTimeMillis());
        return tx.preparedQuery(NOTE)
                .execute(Tuple.from(
                        new Object[] {id, origin.actor(), action, subject, origin.requestId(), text(detail)}))
                .replaceWithVoid();
    }

    /// Newest first. A cursor need not name an entry of ours: the console pages over several services' logs.
    Uni<Page<AuditEntryView>> page(@Nullable String subject, PageAsk ask) {
        String where = ask.backwards() ? " > $2) ORDER BY id LIMIT $3" : " < $2) ORDER BY id DESC LIMIT $3";
        return pool.preparedQuery(ROWS + where)
                .execute(Tuple.of(subject, cursor(ask), ask.limit() + 1))
                .map(rows -> {
                    List<AuditEntryView> entries = new ArrayList<>();
                    rows.forEach(row -> entries.add(view(row)));
                    return ask.page(entries, AuditEntryView::id);
                });
    }

    private String text(Object detail) {
        try {
            return json.writeValueAsString(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a command could not be written as JSON", e);
        }
    }

    private static @Nullable UUID cursor(PageAsk ask) {
        String id = ask.backwards() ? ask.before() : ask.after();
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            String param = ask.backwards() ? "before" : "after";
            throw Required.invalid(param, param + " is not the id of an audit entry.");
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
                row.getString("detail"));
    }
}
