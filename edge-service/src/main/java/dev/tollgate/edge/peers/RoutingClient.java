package dev.tollgate.edge.peers;

import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthVerdicts;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The calls to routing, as they are on the wire.
@RegisterRestClient(configKey = "routing")
@RegisterClientHeaders(PeerHeaders.class)
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface RoutingClient {
    @GET
    @Path(InternalPaths.CATALOGUE)
    Uni<RestResponse<byte[]>> catalogue(@HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String etag);

    /// A 204 is a null item.
    @GET
    @Path(InternalPaths.CHANGES)
    Uni<@Nullable ChangePage> changes(@QueryParam("since") long since);

    @POST
    @Path(InternalPaths.HEALTH_REPORTS)
    Uni<HealthVerdicts> healthReport(HealthReport report);

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return PeerFailure.of(response);
    }
}
