package dev.tollgate.console.edges;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.EdgeReleased;
import dev.tollgate.contract.billing.v1.EdgeView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Edges, as billing knows them.
@Tag(name = "Edges")
@Path("/api/v1/edges")
@Produces(MediaType.APPLICATION_JSON)
public class EdgeResource {
    private final BillingPeer billingPeer;

    @Inject
    EdgeResource(BillingPeer billingPeer) {
        this.billingPeer = billingPeer;
    }

    @Operation(summary = "Edges with their epochs and what they hold.")
    @GET
    @Requires(Permission.EDGES_READ)
    public Uni<Page<EdgeView>> list() {
        return billingPeer.edges().map(edges -> Page.of(edges, edges.size(), EdgeView::id));
    }

    @Operation(summary = "Releases what a lost edge holds; its requests under way become usage records.")
    @POST
    @Path("{edgeId}/release")
    @Requires(Permission.EDGES_WRITE)
    public Uni<EdgeReleased> release(@PathParam("edgeId") String edgeId) {
        return billingPeer.releaseEdge(edgeId);
    }
}
