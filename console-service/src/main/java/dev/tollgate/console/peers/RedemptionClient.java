package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.CreatedRedemptionBatch;
import dev.tollgate.contract.billing.v1.RedeemCommand;
import dev.tollgate.contract.billing.v1.RedemptionBatchCommand;
import dev.tollgate.contract.billing.v1.RedemptionBatchView;
import dev.tollgate.contract.billing.v1.RedemptionCodeView;
import dev.tollgate.contract.billing.v1.RedemptionView;
import dev.tollgate.contract.page.Page;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// Billing's redemption codes.
@RegisterRestClient(configKey = "billing")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface RedemptionClient {
    @POST
    @Path("/redemption-batches")
    Uni<CreatedRedemptionBatch> make(RedemptionBatchCommand command);

    @GET
    @Path("/redemption-batches")
    Uni<Page<RedemptionBatchView>> batches(
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/redemption-batches/{id}")
    Uni<RedemptionBatchView> batch(@PathParam("id") String id);

    @GET
    @Path("/redemption-batches/{id}/codes")
    Uni<Page<RedemptionCodeView>> codes(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @POST
    @Path("/redemption-batches/{id}/disable")
    Uni<RedemptionBatchView> disable(@PathParam("id") String id);

    @POST
    @Path("/credit/{accountId}/redemptions")
    Uni<RedemptionView> redeem(@PathParam("accountId") String accountId, RedeemCommand command);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
