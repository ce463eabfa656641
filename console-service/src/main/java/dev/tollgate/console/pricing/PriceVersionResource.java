package dev.tollgate.console.pricing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.PricesPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceVersionView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Published versions of the price list: they never change.
@Tag(name = "Prices")
@Path("/api/v1/prices/versions")
@Produces(MediaType.APPLICATION_JSON)
public class PriceVersionResource {
    private final PricesPeer prices;

    @Inject
    PriceVersionResource(PricesPeer prices) {
        this.prices = prices;
    }

    @Operation(
            summary = "The versions of the price list, newest first, without their prices; by number or file's hash.")
    @GET
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Page<PriceVersionView>> list(@QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        return prices.versions(search, ask);
    }

    @Operation(summary = "One version with all its prices, in nano-credits per million.")
    @GET
    @Path("{version}")
    @Requires(Permission.CATALOGUE_READ)
    public Uni<PriceList.Version> get(@PathParam("version") String version) {
        return prices.version(version);
    }

    @Operation(summary = "How a version's prices differ from another's; from the version before unless said.")
    @GET
    @Path("{version}/diff")
    @Requires(Permission.CATALOGUE_READ)
    public Uni<PriceDiff> diff(@PathParam("version") String version, @QueryParam("against") @Nullable String against) {
        return prices.versionDiff(version, against);
    }
}
