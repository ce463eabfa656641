package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.MarginReport;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDraftCommand;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceVersionView;
import dev.tollgate.contract.billing.v1.PublishPrices;
import dev.tollgate.contract.billing.v1.ReconciliationReport;
import dev.tollgate.contract.billing.v1.ReplayReport;
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

/// Billing's prices, and what is earned at them.
@RegisterRestClient(configKey = "billing")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1")
@Produces(MediaType.APPLICATION_JSON)
interface PricesClient {
    @GET
    @Path("/price-list/versions")
    Uni<Page<PriceVersionView>> versions(
            @QueryParam("search") @Nullable String search,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/price-list/versions/{version}")
    Uni<PriceList.Version> version(@PathParam("version") String version);

    @GET
    @Path("/price-list/versions/{version}/diff")
    Uni<PriceDiff> versionDiff(@PathParam("version") String version, @QueryParam("against") @Nullable String against);

    @GET
    @Path("/price-list")
    Uni<PriceList> priceList();

    @POST
    @Path("/price-drafts/of-all")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<PriceDraftView> createDraft(PriceDraftCommand command);

    @POST
    @Path("/price-drafts/import")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<PriceDraftView> importDraft(
            String file,
            @QueryParam("what") @Nullable String what,
            @QueryParam("markup") @Nullable String markup,
            @QueryParam("note") @Nullable String note);

    @GET
    @Path("/price-drafts")
    Uni<Page<PriceDraftView>> drafts(
            @QueryParam("search") @Nullable String search,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/price-drafts/{id}")
    Uni<PriceDraftView> draft(@PathParam("id") String id);

    @DELETE
    @Path("/price-drafts/{id}")
    Uni<Void> deleteDraft(@PathParam("id") String id);

    @GET
    @Path("/price-drafts/{id}/diff")
    Uni<PriceDiff> draftDiff(@PathParam("id") String id);

    @GET
    @Path("/price-drafts/{id}/replay")
    Uni<ReplayReport> replay(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to);

    @POST
    @Path("/price-drafts/{id}/publish")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<PriceDraftView> publish(@PathParam("id") String id, PublishPrices command);

    @GET
    @Path("/margin")
    Uni<MarginReport> margin(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("by") @Nullable String by);

    @POST
    @Path("/reconciliations")
    @Consumes("text/csv")
    Uni<ReconciliationReport> reconcile(
            String csv,
            @QueryParam("provider") @Nullable String provider,
            @QueryParam("provider_id") @Nullable String providerId);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
