package dev.tollgate.billing.audit;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// The audit log of credit, limits and edges.
@Tag(name = "Audit")
@Path(InternalPaths.AUDIT)
@Produces(MediaType.APPLICATION_JSON)
class AuditResource {
    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    @Operation(summary = "Changes, newest first; of one subject or account if named.")
    @GET
    public Uni<Page<AuditEntryView>> page(
            @RestQuery @Nullable String subject,
            @RestQuery("account_id") @Nullable String accountId,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return log.page(subject, accountId, PageAsk.of(after, before, limit));
    }
}
