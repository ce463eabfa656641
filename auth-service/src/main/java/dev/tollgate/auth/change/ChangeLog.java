package dev.tollgate.auth.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.id.RequestId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/// Makes a change and its revisions one transaction, then rings the door bell (rules 12).
///
/// The counter's row is locked last and until commit, so that commit order is number order and the lock is short;
/// whoever holds it waits for no other row.
@ApplicationScoped
public class ChangeLog {
    private static final String NEXT = """
            WITH next AS (
              UPDATE auth.revision SET value = value + 1 RETURNING value
            ), told AS (
              INSERT INTO auth.change (revision, kind, subject, end_streams)
              SELECT value, :kind, :subject, :endStreams FROM next
            ), audited AS (
              INSERT INTO auth.audit_entry
                (id, revision, actor, action, subject, request_id, detail, account_id, before, after)
              SELECT :id, value, nullif(:actor, ''), :action, :subject, nullif(:requestId, ''), :detail,
                     :accountId, nullif(:before, ''), :after FROM next
            )
            SELECT value FROM next
            """;

    private final DoorBell bell;
    private final ObjectMapper json;

    ChangeLog(DoorBell bell, ObjectMapper json) {
        this.bell = bell;
        this.json = json;
    }

    /// Runs the work in a transaction and takes a revision for each change that it tells of; rings after the
    /// commit.
    public <T> Uni<T> commit(Supplier<Uni<Changed<T>>> work) {
        return Panache.withTransaction(() -> work.get().chain(this::number)).map(done -> {
            if (done.revision() > 0) {
                bell.ring(done.revision());
            }
            return done.result();
        });
    }

    /// A command or view as the audit log keeps it.
    public String detail(Object command) {
        try {
            return json.writeValueAsString(command);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a command could not be written as JSON", e);
        }
    }

    private <T> Uni<Done<T>> number(Changed<T> changed) {
        Uni<Long> last = Panache.getSession().chain(session -> session.flush().replaceWith(0L));
        for (Change change : changed.changes()) {
            last = last.chain(() -> Panache.getSession()).chain(session -> next(session, change));
        }
        return last.map(revision -> new Done<>(changed.result(), revision));
    }

    private static Uni<Long> next(Mutiny.Session session, Change change) {
        Origin origin = change.origin();
        return session.createNativeQuery(NEXT, Long.class)
                .setParameter("kind", change.kind().name())
                .setParameter("subject", change.subject())
                .setParameter("endStreams", change.endStreams())
                .setParameter("id", RequestId.next(System.currentTimeMillis()))
                .setParameter("actor", Objects.requireNonNullElse(origin.actor(), ""))
                .setParameter("action", change.action())
                .setParameter("requestId", Objects.requireNonNullElse(origin.requestId(), ""))
                .setParameter("detail", change.detail())
                .setParameter("accountId", change.traces().accountId())
                .setParameter(
                        "before", Objects.requireNonNullElse(change.traces().before(), ""))
                .setParameter("after", change.traces().after())
                .getSingleResult();
    }

    /// What a piece of work gives back, and what it changed: nothing takes no revision.
    public record Changed<T>(T result, List<Change> changes) {
        public Changed {
            changes = List.copyOf(changes);
        }
    }

    private record Done<T>(T result, long revision) {}
}
