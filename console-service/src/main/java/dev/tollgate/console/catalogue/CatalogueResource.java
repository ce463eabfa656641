package dev.tollgate.console.catalogue;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.RoutingPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
import dev.tollgate.contract.routing.v1.CredentialCommand;
import dev.tollgate.contract.routing.v1.CredentialRotation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The catalogue and its credentials.
@Tag(name = "Catalogue")
@Path("/api/v1/catalogue")
@Produces(MediaType.APPLICATION_JSON)
public class CatalogueResource {
    private final RoutingPeer routingPeer;

    @Inject
    CatalogueResource(RoutingPeer routingPeer) {
        this.routingPeer = routingPeer;
    }

    @Operation(summary = "Which catalogue is in force, and what is wrong with the file on disk, if anything.")
    @GET
    @Path("status")
    @Requires(Permission.CATALOGUE_READ)
    public Uni<CatalogueStatus> status() {
        return routingPeer.status();
    }

    @Operation(summary = "Sets a provider's credential; it can never be read back.")
    @PUT
    @Path("credentials/{provider}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Void> setCredential(@PathParam("provider") String provider, @Nullable CredentialCommand command) {
        return routingPeer.setCredential(provider, Body.required(command));
    }

    @Operation(summary = "Seals all credentials under the newest master key.")
    @POST
    @Path("credentials/rotate")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<CredentialRotation> rotateCredentials() {
        return routingPeer.rotateCredentials();
    }
}
