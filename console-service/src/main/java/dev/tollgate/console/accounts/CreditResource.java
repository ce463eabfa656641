package dev.tollgate.console.accounts;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.GiftCommand;
import dev.tollgate.contract.billing.v1.LedgerEntryView;
import dev.tollgate.contract.billing.v1.Overdraft;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// An account's money. Billing opens its books for any id it is told, so that auth is asked first whether there is
/// such an account: a gift to a misspelt one would be lost.
@Tag(name = "Credit")
@Path("/api/v1/accounts/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class CreditResource {
    private final AuthPeer authPeer;
    private final BillingPeer billingPeer;

    @Inject
    CreditResource(AuthPeer authPeer, BillingPeer billingPeer) {
        this.authPeer = authPeer;
        this.billingPeer = billingPeer;
    }

    @Operation(summary = "Balance, what is held, and what is free.")
    @GET
    @Path("credit")
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<CreditView> credit(@PathParam("id") String id) {
        return known(id).chain(() -> billingPeer.credit(id));
    }

    @Operation(summary = "Gives credit, once per `Idempotency-Key` (or `idempotency_key` in the body).")
    @POST
    @Path("gifts")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.CREDIT_WRITE, account = InPath.class)
    public Uni<CreditView> give(
            @PathParam("id") String id,
            @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @Nullable GiftCommand body) {
        GiftCommand command = named(Body.required(body), idempotencyKey);
        return known(id).chain(() -> billingPeer.give(id, command));
    }

    @Operation(summary = "How far the account may go below zero.")
    @PUT
    @Path("overdraft")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.CREDIT_WRITE, account = InPath.class)
    public Uni<CreditView> setOverdraft(@PathParam("id") String id, @Nullable Overdraft command) {
        Overdraft overdraft = Body.required(command);
        return known(id).chain(() -> billingPeer.setOverdraft(id, overdraft));
    }

    @Operation(summary = "The account's ledger, newest first.")
    @GET
    @Path("entries")
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<Page<LedgerEntryView>> entries(@PathParam("id") String id, @BeanParam PageAsk ask) {
        ask.limit();
        return known(id).chain(() -> billingPeer.entries(id, ask));
    }

    private Uni<AccountView> known(String id) {
        return authPeer.account(id);
    }

    private static GiftCommand named(GiftCommand command, @Nullable String idempotencyKey) {
        String own = command.idempotencyKey();
        if (idempotencyKey == null || idempotencyKey.equals(own)) {
            return command;
        }
        if (own != null) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.INVALID_VALUE,
                    "The header Idempotency-Key and the field idempotency_key differ.",
                    "idempotency_key"));
        }
        return new GiftCommand(command.amount(), command.reason(), command.expiresAt(), idempotencyKey);
    }
}
