package dev.tollgate.console.accounts;

import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.GiftCommand;
import dev.tollgate.contract.billing.v1.LedgerEntryView;
import dev.tollgate.contract.billing.v1.Overdraft;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// An account's money.
@Tag(name = "Credit")
@Path("/api/v1/accounts/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class CreditResource {
    private final BillingPeer billingPeer;

    @Inject
    CreditResource(BillingPeer billingPeer) {
        this.billingPeer = billingPeer;
    }

    @Operation(summary = "Balance, what is held, and what is free.")
    @GET
    @Path("credit")
    public Uni<CreditView> credit(@PathParam("id") String id) {
        return billingPeer.credit(id);
    }

    @Operation(summary = "Gives credit, once per `idempotency_key`.")
    @POST
    @Path("gifts")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<CreditView> give(@PathParam("id") String id, @Nullable GiftCommand command) {
        return billingPeer.give(id, Body.required(command));
    }

    @Operation(summary = "How far the account may go below zero.")
    @PUT
    @Path("overdraft")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<CreditView> setOverdraft(@PathParam("id") String id, @Nullable Overdraft command) {
        return billingPeer.setOverdraft(id, Body.required(command));
    }

    @Operation(summary = "The account's ledger, newest first.")
    @GET
    @Path("entries")
    public Uni<Page<LedgerEntryView>> entries(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable Integer limit) {
        return billingPeer.entries(id, after, before, limit);
    }
}
