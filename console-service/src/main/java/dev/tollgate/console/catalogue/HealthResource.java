package dev.tollgate.console.catalogue;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.HealthPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.DeploymentHealth;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How deployments fare over all edges.
@Tag(name = "Catalogue")
@Path("/api/v1/deployment-health")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
    private final HealthPeer health;

    @Inject
    HealthResource(HealthPeer health) {
        this.health = health;
    }

    @Operation(
            summary =
                    "The deployments in use by id: what every edge sees of each, and how far a canary among them has come.")
    @GET
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Page<DeploymentHealth>> list(@BeanParam PageAsk ask) {
        return health.page(ask);
    }

    @Operation(summary = "Has every edge forget what it holds against a deployment.")
    @POST
    @Path("{id}/reset")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Void> reset(@PathParam("id") String id) {
        return health.reset(id);
    }
}
