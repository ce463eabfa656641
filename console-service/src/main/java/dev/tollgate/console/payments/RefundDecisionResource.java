package dev.tollgate.console.payments;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.PaymentsPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.RefundDecision;
import dev.tollgate.contract.billing.v1.RefundRequestView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
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

/// Refunds, as operators decide on them.
@Tag(name = "Payments")
@Path("/api/v1/refunds")
@Produces(MediaType.APPLICATION_JSON)
public class RefundDecisionResource {
    private final PaymentsPeer payments;

    @Inject
    RefundDecisionResource(PaymentsPeer payments) {
        this.payments = payments;
    }

    @Operation(
            summary =
                    "Refunds of all accounts that nobody decided on, the oldest first; found by id, account or a part of the reason.")
    @GET
    @Requires(Permission.BILLING_READ)
    public Uni<Page<RefundRequestView>> open(@QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        ask.limit();
        return payments.openRefunds(search, ask);
    }

    @Operation(summary = "One refund, with the parts in which its money goes back.")
    @GET
    @Path("{id}")
    @Requires(Permission.BILLING_READ)
    public Uni<RefundRequestView> refund(@PathParam("id") String id) {
        return payments.refund(id);
    }

    @Operation(summary = "Approves a refund: credit is held, the oldest payment's first, and the money sent back.")
    @POST
    @Path("{id}/approve")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.CREDIT_WRITE)
    public Uni<RefundRequestView> approve(@PathParam("id") String id, @Nullable RefundDecision body) {
        RefundDecision decision = Body.required(body);
        return payments.approve(id, decision);
    }

    @Operation(summary = "Denies a refund.")
    @POST
    @Path("{id}/deny")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.CREDIT_WRITE)
    public Uni<RefundRequestView> deny(@PathParam("id") String id, @Nullable RefundDecision body) {
        RefundDecision decision = Body.required(body);
        return payments.deny(id, decision);
    }
}
