package dev.tollgate.routing.audit;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
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

/// The audit log of credentials and managed objects.
@Tag(name = "Audit")
@Path(InternalPaths.AUDIT)
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 100;

    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    @Operation(summary = "Changes, newest first; of one subject if named.")
    @GET
    public Uni<Page<AuditEntryView>> page(
            @RestQuery @Nullable String subject,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        if (after != null && before != null) {
            throw invalid("before", "Send either after or before, not both.");
        }
        int rows = limit == null ? LIMIT_DEFAULT : limit;
        if (rows < 1 || rows > LIMIT_MAX) {
            throw invalid("limit", "limit must be from 1 to " + LIMIT_MAX + ".");
        }
        return log.page(subject, after, before, rows);
    }

    private static ServiceException invalid(String param, String message) {
        return new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, message, param));
    }
}
