package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.Credits;
import dev.tollgate.contract.billing.v1.Dashboard;
import dev.tollgate.contract.billing.v1.Overview;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.billing.v1.UsageSummary;
import dev.tollgate.contract.billing.v1.UsageTop;
import dev.tollgate.contract.billing.v1.UsageTopAsk;
import dev.tollgate.contract.http.InternalPaths;
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

/// Billing's figures, and its usage records by all filters.
@RegisterRestClient(configKey = "billing")
@RegisterClientHeaders(InnerCall.class)
@Path(InternalPaths.ROOT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface InsightClient {
    @GET
    @Path("/usage")
    Uni<Page<UsageRecordView>> usage(
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("key_id") @Nullable String keyId,
            @QueryParam("key_ids") @Nullable String keyIds,
            @QueryParam("model") @Nullable String model,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("endpoint") @Nullable String endpoint,
            @QueryParam("charge_min") @Nullable String chargeMin,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/usage/summary")
    Uni<UsageSummary> summary(
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("key_id") @Nullable String keyId,
            @QueryParam("model") @Nullable String model,
            @QueryParam("interval") @Nullable String interval,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to);

    @POST
    @Path("/usage/top")
    Uni<UsageTop> top(UsageTopAsk ask);

    @GET
    @Path("/dashboards/{accountId}")
    Uni<Dashboard> dashboard(@PathParam("accountId") String accountId);

    @GET
    @Path("/overview")
    Uni<Overview> overview(@QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to);

    @POST
    @Path("/credits")
    Uni<Credits> credits(Credits.Ask ask);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
