package dev.tollgate.edge.peers;

import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.IntrospectionRequest;
import dev.tollgate.contract.auth.v1.WorkloadQuestion;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// The calls to auth, as they are on the wire.
@RegisterRestClient(configKey = "auth")
@RegisterClientHeaders(PeerHeaders.class)
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface AuthClient {
    @POST
    @Path(InternalPaths.INTROSPECT)
    Uni<Introspection> introspect(
            @HeaderParam(Headers.REQUEST_ID) @Nullable String requestId, IntrospectionRequest request);

    @POST
    @Path(InternalPaths.INTROSPECT_WORKLOAD)
    Uni<Introspection> introspectWorkload(
            @HeaderParam(Headers.REQUEST_ID) @Nullable String requestId, WorkloadQuestion question);

    /// A 204 is a null item.
    @GET
    @Path(InternalPaths.CHANGES)
    Uni<@Nullable ChangePage> changes(@QueryParam("since") long since);

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return PeerFailure.of(response);
    }
}
