package dev.tollgate.auth.audit;

import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// The audit log of accounts and keys.
@Tag(name = "Audit")
@Path(InternalPaths.AUDIT)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class AuditResource {
    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    @Operation(summary = "Changes, newest first; of one subject or account if named.")
    @GET
    public Uni<Page<AuditEntryView>> list(
            @RestQuery @Nullable String subject,
            @RestQuery("account_id") @Nullable String accountId,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return log.page(subject, accountId, Cursor.of(after, before, limit));
    }
}
