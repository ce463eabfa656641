package dev.tollgate.auth.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.id.RequestId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
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
              SELECT value, ?1, ?2, ?3 FROM next
            ), audited AS (
              INSERT INTO auth.audit_entry
                (id, revision, actor, action, subject, request_id, detail, account_id, before, after)
              SELECT ?4, value, nullif(?5, ''), ?6, ?2, nullif(?7, ''), ?8,
                     ?9, nullif(?10, ''), ?11 FROM next
            )
            SELECT value FROM next
            """;

    /// The same for a client of the database's own.
    private static final String NEXT_IN_SQL = NEXT.replace('?', '$');

    private final Pool pool;
    private final DoorBell bell;
    private final ObjectMapper json;

    ChangeLog(Pool pool, DoorBell bell, ObjectMapper json) {
        this.pool = pool;
        this.bell = bell;
        this.json = json;
    }

    /// Runs the work in a transaction and takes a revision for each change that it tells of; rings after the
    /// commit.
    public <T> Uni<T> commit(Supplier<Uni<Changed<T>>> work) {
        return rung(Panache.withTransaction(() -> work.get().chain(this::number)));
    }

    /// The same for work in plain SQL.
    public <T> Uni<T> commitSql(Function<SqlConnection, Uni<Changed<T>>> work) {
        return rung(pool.withTransaction(tx -> work.apply(tx).chain(changed -> number(tx, changed))));
    }

    private <T> Uni<T> rung(Uni<Done<T>> committed) {
        return committed.map(done -> {
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

    private static <T> Uni<Done<T>> number(SqlConnection tx, Changed<T> changed) {
        Uni<Long> last = Uni.createFrom().item(0L);
        for (Change change : changed.changes()) {
            last = last.chain(() -> tx.preparedQuery(NEXT_IN_SQL).execute(Tuple.from(parameters(change))))
                    .map(rows -> rows.iterator().next().getLong(0));
        }
        return last.map(revision -> new Done<>(changed.result(), revision));
    }

    private static Uni<Long> next(Mutiny.Session session, Change change) {
        Mutiny.SelectionQuery<Long> query = session.createNativeQuery(NEXT, Long.class);
        Object[] parameters = parameters(change);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query.getSingleResult();
    }

    /// In the order of their numbers; empty stands for null, whose type the database could not tell.
    private static Object[] parameters(Change change) {
        Origin origin = change.origin();
        return new Object[] {
            change.kind().name(),
            change.subject(),
            change.endStreams(),
            RequestId.next(System.currentTimeMillis()),
            Objects.requireNonNullElse(origin.actor(), ""),
            change.action(),
            Objects.requireNonNullElse(origin.requestId(), ""),
            change.detail(),
            change.traces().accountId(),
            Objects.requireNonNullElse(change.traces().before(), ""),
            change.traces().after()
        };
    }

    /// What a piece of work gives back, and what it changed: nothing takes no revision.
    public record Changed<T>(T result, List<Change> changes) {
        public Changed {
            changes = List.copyOf(changes);
        }
    }

    private record Done<T>(T result, long revision) {}
}
