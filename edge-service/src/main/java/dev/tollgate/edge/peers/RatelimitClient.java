package dev.tollgate.edge.peers;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers;
import dev.tollgate.contract.ratelimit.v1.SliceAsks;
import dev.tollgate.contract.ratelimit.v1.SliceReturns;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/// The calls to ratelimit, as they are on the wire.
@RegisterRestClient(configKey = "ratelimit")
@RegisterClientHeaders(PeerHeaders.class)
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface RatelimitClient {
    @POST
    @Path(InternalPaths.PERMITS)
    Uni<PermitAnswer> ask(@HeaderParam(Headers.REQUEST_ID) String requestId, PermitAsk ask);

    @POST
    @Path(InternalPaths.PERMIT_CORRECTIONS)
    Uni<Void> correct(PermitCorrections corrections);

    @POST
    @Path(InternalPaths.PERMIT_RENEWALS)
    Uni<Void> renew(ConcurrencyRenewal renewal);

    @POST
    @Path(InternalPaths.SLICES)
    Uni<SliceAnswers> slices(SliceAsks asks);

    @POST
    @Path(InternalPaths.SLICE_RETURNS)
    Uni<Void> giveBack(SliceReturns returns);

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return PeerFailure.of(response);
    }
}
