package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.EdgeReleased;
import dev.tollgate.contract.billing.v1.EdgeView;
import dev.tollgate.contract.billing.v1.Frozen;
import dev.tollgate.contract.billing.v1.GiftCommand;
import dev.tollgate.contract.billing.v1.LedgerEntryView;
import dev.tollgate.contract.billing.v1.Overdraft;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.billing.v1.UsageSumView;
import dev.tollgate.contract.billing.v1.VerifyReport;
import dev.tollgate.contract.page.Page;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// Billing's books, limits and usage records.
@RegisterRestClient(configKey = "billing")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface BillingClient {
    @GET
    @Path("/credit/{accountId}")
    Uni<CreditView> credit(@PathParam("accountId") String accountId);

    @POST
    @Path("/credit/{accountId}/gifts")
    Uni<CreditView> give(@PathParam("accountId") String accountId, GiftCommand command);

    @PUT
    @Path("/credit/{accountId}/frozen")
    Uni<CreditView> setFrozen(@PathParam("accountId") String accountId, Frozen command);

    @PUT
    @Path("/credit/{accountId}/overdraft")
    Uni<CreditView> setOverdraft(@PathParam("accountId") String accountId, Overdraft command);

    @GET
    @Path("/ledger/{accountId}/entries")
    Uni<Page<LedgerEntryView>> entries(
            @PathParam("accountId") String accountId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/ledger/verify")
    Uni<VerifyReport> verify();

    @POST
    @Path("/spend-limits")
    Uni<SpendLimitView> createSpendLimit(SpendLimitCommand command);

    @GET
    @Path("/spend-limits")
    Uni<Page<SpendLimitView>> spendLimits(
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("search") @Nullable String search,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/spend-limits/{id}")
    Uni<SpendLimitView> spendLimit(@PathParam("id") String id);

    @PATCH
    @Path("/spend-limits/{id}")
    Uni<SpendLimitView> changeSpendLimit(@PathParam("id") String id, SpendLimitCommand command);

    @GET
    @Path("/usage/{requestId}")
    Uni<UsageRecordView> usageRecord(@PathParam("requestId") String requestId);

    @GET
    @Path("/receipts/{requestId}")
    Uni<Map<String, @Nullable Object>> receipt(
            @PathParam("requestId") String requestId, @QueryParam("account_id") String accountId);

    @GET
    @Path("/usage/sums")
    Uni<Page<UsageSumView>> usageSums(
            @QueryParam("interval") @Nullable String interval,
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("key_id") @Nullable String keyId,
            @QueryParam("model") @Nullable String model,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/edges")
    Uni<List<EdgeView>> edges();

    @POST
    @Path("/edges/{edgeId}/release")
    Uni<EdgeReleased> releaseEdge(@PathParam("edgeId") String edgeId);

    @GET
    @Path("/audit")
    Uni<Page<AuditEntryView>> audit(
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
