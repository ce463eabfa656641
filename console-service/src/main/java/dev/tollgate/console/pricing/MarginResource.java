package dev.tollgate.console.pricing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.PricesPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.MarginReport;
import dev.tollgate.contract.billing.v1.ReconciliationReport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What is earned, and whether providers count as we do.
@Tag(name = "Margin")
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class MarginResource {
    private final PricesPeer prices;

    @Inject
    MarginResource(PricesPeer prices) {
        this.prices = prices;
    }

    @Operation(summary = "Charges, providers' costs and the margin between them, by day, provider and model.")
    @GET
    @Path("margin")
    @Requires(Permission.BILLING_READ)
    public Uni<MarginReport> margin(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("by") @Nullable String by) {
        return prices.margin(from, to, by);
    }

    @Operation(summary = "Compares a provider's usage export (CSV) with our own records, by day and model.")
    @POST
    @Path("reconciliations")
    @Consumes("text/csv")
    @Requires(Permission.BILLING_READ)
    public Uni<ReconciliationReport> reconcile(
            @Nullable String csv,
            @QueryParam("provider") @Nullable String provider,
            @QueryParam("provider_id") @Nullable String providerId) {
        return prices.reconcile(Body.required(csv), provider, providerId);
    }
}
