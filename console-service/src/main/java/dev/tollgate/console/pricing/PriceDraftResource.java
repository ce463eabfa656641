package dev.tollgate.console.pricing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.CataloguePeer;
import dev.tollgate.console.peers.PricesPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDraftCommand;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.billing.v1.PublishPrices;
import dev.tollgate.contract.billing.v1.ReplayReport;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Drafts of prices: made, compared, replayed, published.
@Tag(name = "Prices")
@Path("/api/v1/prices/drafts")
@Produces(MediaType.APPLICATION_JSON)
public class PriceDraftResource {
    private final PricesPeer prices;
    private final CataloguePeer catalogue;

    @Inject
    PriceDraftResource(PricesPeer prices, CataloguePeer catalogue) {
        this.prices = prices;
        this.catalogue = catalogue;
    }

    @Operation(summary = "Makes a draft of prices, multipliers and costs, as YAML or JSON in the catalogue's words.")
    @POST
    @Consumes({"application/yaml", MediaType.APPLICATION_JSON})
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<PriceDraftView> create(@Nullable String text, @QueryParam("note") @Nullable String note) {
        String draft = Body.required(text);
        return catalogue
                .offer()
                .chain(offer -> prices.createDraft(new PriceDraftCommand(draft, note, ManagedObjects.of(offer))));
    }

    @Operation(summary = "Makes a draft of a model_prices file (USD per token), with a report of what was taken.")
    @POST
    @Path("import")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<PriceDraftView> take(
            @Nullable String file,
            @QueryParam("what") @Nullable String what,
            @QueryParam("markup") @Nullable String markup,
            @QueryParam("note") @Nullable String note) {
        return prices.importDraft(Body.required(file), what, markup, note);
    }

    @Operation(summary = "Drafts and published drafts, newest first; one of an id, or by a part of the note.")
    @GET
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Page<PriceDraftView>> list(@QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        return prices.drafts(search, ask);
    }

    @Operation(summary = "One draft.")
    @GET
    @Path("{id}")
    @Requires(Permission.CATALOGUE_READ)
    public Uni<PriceDraftView> get(@PathParam("id") String id) {
        return prices.draft(id);
    }

    @Operation(summary = "Deletes a draft that is not published.")
    @DELETE
    @Path("{id}")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Void> delete(@PathParam("id") String id) {
        return prices.deleteDraft(id);
    }

    @Operation(summary = "What a draft changes, price by price.")
    @GET
    @Path("{id}/diff")
    @Requires(Permission.CATALOGUE_READ)
    public Uni<PriceDiff> diff(@PathParam("id") String id) {
        return prices.draftDiff(id);
    }

    /// It tells what all accounts were charged, so it takes more than a look at prices does.
    @Operation(summary = "What the requests of a period, the last week unless said, come to at a draft's prices.")
    @GET
    @Path("{id}/replay")
    @Requires(Permission.BILLING_READ)
    public Uni<ReplayReport> replay(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        return prices.replay(id, from, to);
    }

    @Operation(summary = "Publishes a draft; its prices count from its time on, at the soonest after the notice.")
    @POST
    @Path("{id}/publish")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<PriceDraftView> publish(@PathParam("id") String id, @Nullable PublishPrices command) {
        return prices.publish(id, Body.required(command));
    }
}
