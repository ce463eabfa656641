package dev.tollgate.billing.change;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// "Since revision n?": 200 with what is newer, else 204.
@Tag(name = "Changes")
@Path(InternalPaths.ROOT)
class ChangeResource {
    private final Changes changes;

    ChangeResource(Changes changes) {
        this.changes = changes;
    }

    @Operation(summary = "What has changed since a revision; 204 when nothing has.")
    @GET
    @Path("/changes")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<ChangePage>> since(@RestQuery("since") @Nullable String since) {
        return changes.since(Required.number(since, "since"))
                .map(page -> page.map(RestResponse::ok).orElseGet(RestResponse::noContent));
    }
}
