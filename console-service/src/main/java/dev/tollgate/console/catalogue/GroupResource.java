package dev.tollgate.console.catalogue;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.peers.RoutingPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.Catalogue;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The groups in force, the file's and managed ones.
@Tag(name = "Catalogue")
@Path("/api/v1/groups")
@Produces(MediaType.APPLICATION_JSON)
public class GroupResource {
    private final RoutingPeer routingPeer;

    @Inject
    GroupResource(RoutingPeer routingPeer) {
        this.routingPeer = routingPeer;
    }

    @Operation(summary = "All groups, with their models and limits.")
    @GET
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Page<Catalogue.Group>> list() {
        return routingPeer.groups().map(groups -> Page.of(groups, groups.size(), Catalogue.Group::id));
    }
}
