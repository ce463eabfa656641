package dev.tollgate.auth.account;

import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.AccountNote;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// Notes in the audit log what changes no account: that somebody looked, or why he changes it.
@Tag(name = "Accounts")
@Path(InternalPaths.ACCOUNTS + "/{id}/notes")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class AccountNoteResource {
    private static final int REASON_MAX = 500;
    private static final String KNOWN = "SELECT 1 FROM auth.account WHERE id = $1";

    private final Pool pool;
    private final Trail trail;

    AccountNoteResource(Pool pool, Trail trail) {
        this.pool = pool;
        this.trail = trail;
    }

    @Operation(summary = "Notes in the audit log who looks at the account or why it is frozen.")
    @POST
    public Uni<Void> note(@BeanParam Origin origin, @RestPath String id, @Nullable AccountNote body) {
        AccountNote note = Fault.required(body);
        AccountNote.Kind kind = note.kind();
        String reason = note.reason() == null ? "" : note.reason().strip();
        if (kind == null) {
            throw new ServiceException(Fault.missing("kind"));
        }
        if (reason.isEmpty() && kind != AccountNote.Kind.VIEW) {
            throw new ServiceException(Fault.missing("reason"));
        }
        if (reason.length() > REASON_MAX) {
            throw new ServiceException(Fault.invalid("reason", "must not be longer than " + REASON_MAX));
        }
        Trail.Deed deed = new Trail.Deed(
                "account." + kind.name().toLowerCase(Locale.ROOT),
                id,
                id,
                null,
                reason.isEmpty() ? Map.of() : Map.of("reason", reason));
        return pool.withTransaction(tx -> known(tx, id).chain(() -> trail.note(tx, origin, deed)));
    }

    private static Uni<Void> known(SqlConnection tx, String id) {
        return tx.preparedQuery(KNOWN)
                .execute(Tuple.of(id))
                .map(RowSet::size)
                .invoke(rows -> {
                    if (rows == 0) {
                        throw Fault.notFound("account", id);
                    }
                })
                .replaceWithVoid();
    }
}
