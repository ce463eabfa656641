package dev.tollgate.billing.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.id.RequestId;
import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Keeps one entry per management change. Use: `note` within the transaction of the change.
@ApplicationScoped
public class AuditLog {
    private static final String NOTE = """
            INSERT INTO audit_entry (id, actor, action, subject, request_id, detail, account_id, before, after)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";
    private static final String ACCOUNT_PREFIX = "acct_";
    private final Origin origin;
    private final ObjectMapper json;

    AuditLog(Origin origin, ObjectMapper json) {
        this.origin = origin;
        this.json = json;
    }

    /// Notes what the present call changes, when there was nothing before that it replaces.
    ///
    /// @param action `gift.create`, `edge.release` …
    /// @param subject the id of what is changed; an account's own changes its owners may read of
    /// @param detail written as JSON; never a secret
    public Uni<Void> note(SqlConnection tx, String action, String subject, Object detail) {
        String account = subject.startsWith(ACCOUNT_PREFIX) ? subject : null;
        return note(tx, action, subject, new Traces(account, detail, null, detail));
    }

    /// Notes what the present call changes, and what was there before.
    public Uni<Void> note(SqlConnection tx, String action, String subject, Traces traces) {
        UUID id = RequestId.next(System.currentTimeMillis());
        return tx.preparedQuery(NOTE)
                .execute(Tuple.from(new @Nullable Object[] {
                    id,
                    isOfACall() ? origin.actor() : null,
                    action,
                    subject,
                    isOfACall() ? origin.requestId() : null,
                    text(traces.command()),
                    traces.accountId(),
                    traces.before() == null ? null : text(traces.before()),
                    text(traces.after())
                }))
                .replaceWithVoid();
    }

    /// What a background task changes, nobody called for.
    private static boolean isOfACall() {
        return Arc.container().requestContext().isActive();
    }

    private String text(Object detail) {
        try {
            return json.writeValueAsString(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a command could not be written as JSON", e);
        }
    }

    /// What a change leaves; each written as JSON, never a secret.
    ///
    /// @param accountId whose owners may read of it, or null
    /// @param before what the change replaces, or null when it replaces nothing
    public record Traces(
            @Nullable String accountId,
            Object command,
            @Nullable Object before,
            Object after) {
        /// Of what was not there before.
        public static Traces made(@Nullable String accountId, Object command) {
            return new Traces(accountId, command, null, command);
        }
    }
}
