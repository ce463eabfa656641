package dev.tollgate.routing.audit;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.contract.page.Page;
import dev.tollgate.routing.error.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Keeps one entry per management change: of an object in the change's own transaction, of a credential before it, so
/// that an entry may tell of one that then failed, but no change is without one.
@ApplicationScoped
public class AuditLog {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String NOTE = """
            INSERT INTO routing.audit_entry (id, actor, action, subject, request_id, detail)
            VALUES ($1, $2, $3, $4, $5, $6)""";
    private static final String ROWS = """
            SELECT id, at, actor, action, subject, request_id, detail, before, after FROM routing.audit_entry
            WHERE ($1::text IS NULL OR subject = $1) AND ($2::uuid IS NULL OR id""";

    private final Pool pool;

    AuditLog(Pool pool) {
        this.pool = pool;
    }

    /// Notes what is about to be changed, and returns once that is stored. Not for an event loop.
    ///
    /// @param detail JSON; never a secret
    public void note(Origin origin, String action, String subject, String detail) {
        UUID id = RequestId.next(System.currentTimeMillis());
        try {
            pool.preparedQuery(NOTE)
                    .execute(Tuple.from(new Object[] {id, origin.actor(), action, subject, origin.requestId(), detail}))
                    .await()
                    .atMost(TIMEOUT);
        } catch (RuntimeException e) {
            throw new StoreUnavailable(e);
        }
    }

    /// Notes a change within the present transaction.
    public Uni<Void> note(Note note, Instant now) {
        AuditEntry entry = new AuditEntry();
        entry.id = RequestId.next(now.toEpochMilli());
        entry.at = now;
        entry.actor = note.origin().actor();
        entry.action = note.action();
        entry.subject = note.subject();
        entry.requestId = note.origin().requestId();
        entry.detail = note.detail();
        entry.before = note.before();
        entry.after = note.after();
        return entry.<AuditEntry>persist().replaceWithVoid();
    }

    /// Newest first. A cursor need not name an entry of ours: the console pages over several services' logs.
    Uni<Page<AuditEntryView>> page(
            @Nullable String subject, @Nullable String after, @Nullable String before, int limit) {
        boolean backwards = before != null;
        String where = backwards ? " > $2) ORDER BY id LIMIT $3" : " < $2) ORDER BY id DESC LIMIT $3";
        UUID cursor = backwards ? cursor("before", before) : cursor("after", after);
        return pool.preparedQuery(ROWS + where)
                .execute(Tuple.of(subject, cursor, limit + 1))
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure()
                .transform(StoreUnavailable::new)
                .map(rows -> {
                    List<AuditEntryView> nearest = new ArrayList<>();
                    rows.forEach(row -> nearest.add(view(row)));
                    return page(nearest, limit, backwards);
                });
    }

    private static Page<AuditEntryView> page(List<AuditEntryView> nearest, int limit, boolean backwards) {
        List<AuditEntryView> shown = nearest.subList(0, Math.min(limit, nearest.size()));
        Page<AuditEntryView> page = Page.of(backwards ? shown.reversed() : shown, limit, AuditEntryView::id);
        return new Page<>(page.object(), page.data(), page.firstId(), page.lastId(), nearest.size() > limit);
    }

    private static @Nullable UUID cursor(String param, @Nullable String id) {
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.INVALID_VALUE, param + " is not the id of an audit entry.", param));
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
                null,
                row.getString("before"),
                row.getString("after"));
    }
}
