package dev.tollgate.billing.audit;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.inner.audit.AuditAsk;
import dev.tollgate.inner.audit.AuditReader;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The audit log of credit, limits and edges.
@Tag(name = "Audit")
@Path(InternalPaths.AUDIT)
@Produces(MediaType.APPLICATION_JSON)
class AuditResource {
    private final AuditReader log;

    AuditResource(Pool pool) {
        this.log = AuditReader.of(pool, "billing");
    }

    @Operation(summary = "Changes, newest first; by actor, action, subject, account and time.")
    @GET
    public Uni<Page<AuditEntryView>> page(@BeanParam AuditAsk ask) {
        return log.page(ask);
    }
}
