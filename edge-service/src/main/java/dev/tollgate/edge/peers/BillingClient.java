package dev.tollgate.edge.peers;

import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.EdgeEpoch;
import dev.tollgate.contract.billing.v1.EpochRequest;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.InternalPaths;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The calls to billing, as they are on the wire.
@RegisterRestClient(configKey = "billing")
@RegisterClientHeaders(PeerHeaders.class)
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface BillingClient {
    @GET
    @Path(InternalPaths.PRICE_LIST)
    Uni<RestResponse<byte[]>> priceList(@HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String etag);

    /// A 204 is a null item.
    @GET
    @Path(InternalPaths.CHANGES)
    Uni<@Nullable ChangePage> changes(@QueryParam("since") long since);

    @POST
    @Path(InternalPaths.EDGES + "/{edgeId}/epochs")
    Uni<EdgeEpoch> openEpoch(@PathParam("edgeId") String edgeId, EpochRequest request);

    @POST
    @Path(InternalPaths.EDGES + "/{edgeId}/epochs/{epoch}/close")
    Uni<Void> closeEpoch(@PathParam("edgeId") String edgeId, @PathParam("epoch") long epoch, @QueryParam("by") long by);

    @POST
    @Path(InternalPaths.LEASES)
    Uni<LeaseAnswers> leases(LeaseAsks asks);

    /// Frames as the journal holds them: [dev.tollgate.contract.billing.v1.UsageBatch], not read again here.
    /// Bytes are sent as they are; a buffer would be taken for an object.
    @POST
    @Path(InternalPaths.USAGE)
    Uni<UsageAnswer> usage(byte[] batch);

    @GET
    @Path(InternalPaths.CREDIT + "/{accountId}")
    Uni<CreditView> credit(@PathParam("accountId") String accountId);

    @GET
    @Path(InternalPaths.USAGE + "/{requestId}")
    Uni<UsageRecordView> usageRecord(@PathParam("requestId") String requestId);

    @GET
    @Path(InternalPaths.RECEIPTS + "/{requestId}")
    Uni<byte[]> receipt(@PathParam("requestId") String requestId, @QueryParam("account_id") String accountId);

    @GET
    @Path(InternalPaths.RECEIPT_KEYS)
    Uni<byte[]> receiptKeys();

    @GET
    @Path(InternalPaths.PRICE_VERSIONS + "/{version}")
    Uni<PriceList.Version> priceVersion(@PathParam("version") long version, @QueryParam("group") String group);

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return PeerFailure.of(response);
    }
}
