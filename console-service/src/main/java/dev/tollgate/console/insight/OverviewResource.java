package dev.tollgate.console.insight;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.peers.InsightPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.Overview;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What operators look at first.
@Tag(name = "Insight")
@Path("/api/v1/overview")
@Produces(MediaType.APPLICATION_JSON)
public class OverviewResource {
    private final InsightPeer insight;

    @Inject
    OverviewResource(InsightPeer insight) {
        this.insight = insight;
    }

    @Operation(
            summary =
                    "Traffic, charges, costs, margin and errors by UTC day, provider, model and deployment; the biggest accounts; what waits.")
    @GET
    @Requires(Permission.BILLING_READ)
    public Uni<Overview> overview(@QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        return insight.overview(from, to);
    }
}
