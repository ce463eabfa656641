package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.AlertTargetCommand;
import dev.tollgate.contract.billing.v1.AlertTargetView;
import dev.tollgate.contract.billing.v1.CreatedAlertTarget;
import dev.tollgate.contract.billing.v1.SpendAlertView;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.page.Page;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/// Billing's alerts, and the end of spend limits.
@RegisterRestClient(configKey = "billing")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface BudgetClient {
    @DELETE
    @Path("/spend-limits/{id}")
    Uni<SpendLimitView> endSpendLimit(@PathParam("id") String id);

    @GET
    @Path("/spend-alerts")
    Uni<Page<SpendAlertView>> alerts(
            @QueryParam("account_id") String accountId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @POST
    @Path("/alert-targets")
    Uni<CreatedAlertTarget> addTarget(AlertTargetCommand command);

    @GET
    @Path("/alert-targets")
    Uni<Page<AlertTargetView>> targets(
            @QueryParam("account_id") String accountId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/alert-targets/{id}")
    Uni<AlertTargetView> target(@PathParam("id") String id);

    @DELETE
    @Path("/alert-targets/{id}")
    Uni<AlertTargetView> endTarget(@PathParam("id") String id);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
