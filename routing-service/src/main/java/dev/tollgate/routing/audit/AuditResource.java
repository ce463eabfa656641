package dev.tollgate.routing.audit;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.inner.audit.AuditAsk;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The audit log of credentials and managed objects.
@Tag(name = "Audit")
@Path(InternalPaths.AUDIT)
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    @Operation(summary = "Changes, newest first; by actor, action, subject and time. None is an account's.")
    @GET
    public Uni<Page<AuditEntryView>> page(@BeanParam AuditAsk ask) {
        return log.page(ask);
    }
}
