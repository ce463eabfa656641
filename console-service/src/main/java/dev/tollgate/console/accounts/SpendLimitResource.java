package dev.tollgate.console.accounts;

import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Spend limits: amounts per period that keys draw on.
@Tag(name = "Spend limits")
@Path("/api/v1/spend-limits")
@Produces(MediaType.APPLICATION_JSON)
public class SpendLimitResource {
    private final BillingPeer billingPeer;

    @Inject
    SpendLimitResource(BillingPeer billingPeer) {
        this.billingPeer = billingPeer;
    }

    @Operation(summary = "Makes a limit; keys name it in `spend_limit_ids`.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<SpendLimitView> create(@Nullable SpendLimitCommand command) {
        return billingPeer.createSpendLimit(Body.required(command));
    }

    @Operation(summary = "Limits, with what is spent of them in the present period.")
    @GET
    public Uni<Page<SpendLimitView>> list(
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable Integer limit) {
        return billingPeer.spendLimits(accountId, after, before, limit);
    }

    @Operation(summary = "One limit.")
    @GET
    @Path("{id}")
    public Uni<SpendLimitView> get(@PathParam("id") String id) {
        return billingPeer.spendLimit(id);
    }

    @Operation(summary = "Changes a limit; a lower amount recalls what is held.")
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<SpendLimitView> change(@PathParam("id") String id, @Nullable SpendLimitCommand command) {
        return billingPeer.changeSpendLimit(id, Body.required(command));
    }
}
