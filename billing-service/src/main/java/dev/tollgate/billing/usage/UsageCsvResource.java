package dev.tollgate.billing.usage;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.contract.billing.v1.UsageCsv;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Usage records for other programs: piece by piece, so that nobody holds more than one.
@Tag(name = "Usage")
@Path(InternalPaths.USAGE_CSV)
@Produces(MediaType.APPLICATION_JSON)
class UsageCsvResource {
    private static final int ROWS = 500;

    private final UsageViews views;

    UsageCsvResource(UsageViews views) {
        this.views = views;
    }

    @Operation(summary = "A piece of an export as comma-separated values, newest first, and where the next one begins.")
    @GET
    public Uni<UsageCsv> csv(@BeanParam UsageFilter filter, @RestQuery @Nullable String after) {
        PageAsk ask = new PageAsk(after, null, ROWS);
        return views.page(filter.within(after, null), ask).map(page -> UsageLines.piece(page, after == null));
    }
}
