package dev.tollgate.auth.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.contract.id.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// Notes changes that edges need not hear of: those of users, members and tokens. Within the change's transaction.
@ApplicationScoped
public class Trail {
    private static final String NOTE = """
            INSERT INTO auth.audit_entry
              (id, actor, action, subject, request_id, detail, account_id, before, after)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    private final ObjectMapper json;

    Trail(ObjectMapper json) {
        this.json = json;
    }

    /// Notes what was done.
    public Uni<Void> note(SqlConnection tx, Origin origin, Deed deed) {
        return tx.preparedQuery(NOTE)
                .execute(Tuple.from(new @Nullable Object[] {
                    RequestId.next(System.currentTimeMillis()),
                    origin.actor(),
                    deed.action(),
                    deed.subject(),
                    origin.requestId(),
                    "{}",
                    deed.accountId(),
                    text(deed.before()),
                    text(deed.after())
                }))
                .replaceWithVoid();
    }

    private @Nullable String text(@Nullable Object view) {
        try {
            return view == null ? null : json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view could not be written as JSON", e);
        }
    }

    /// One change.
    ///
    /// @param action `user.create`, `member.set`, `token.revoke` …
    /// @param accountId whose owners may read of it, or null
    /// @param before as callers saw it, without secrets; null when it was made
    /// @param after as callers see it; null when it is gone
    public record Deed(
            String action,
            String subject,
            @Nullable String accountId,
            @Nullable Object before,
            @Nullable Object after) {}
}
