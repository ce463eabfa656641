package dev.tollgate.routing.audit;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.contract.page.Page;
import dev.tollgate.inner.audit.AuditAsk;
import dev.tollgate.inner.audit.AuditReader;
import dev.tollgate.routing.error.StoreUnavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Keeps one entry per management change: of an object in the change's own transaction, of a credential before it, so
/// that an entry may tell of one that then failed, but no change is without one.
@ApplicationScoped
public class AuditLog {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String NOTE = """
            INSERT INTO routing.audit_entry (id, actor, action, subject, request_id, detail)
            VALUES ($1, $2, $3, $4, $5, $6)""";
    private final Pool pool;
    private final AuditReader reader;

    AuditLog(Pool pool) {
        this.pool = pool;
        this.reader = AuditReader.ofNoAccounts(pool, "routing");
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

    /// Newest first.
    Uni<Page<AuditEntryView>> page(AuditAsk ask) {
        return reader.page(ask)
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure(failure -> !(failure instanceof ServiceException))
                .transform(StoreUnavailable::new);
    }
}
