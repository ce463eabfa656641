package dev.tollgate.console.payments;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.PaymentsPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.RefundCommand;
import dev.tollgate.contract.billing.v1.RefundRequestView;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Refunds that an account asks for.
@Tag(name = "Payments")
@Path("/api/v1/accounts/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class RefundResource {
    private final AuthPeer authPeer;
    private final PaymentsPeer payments;

    @Inject
    RefundResource(AuthPeer authPeer, PaymentsPeer payments) {
        this.authPeer = authPeer;
        this.payments = payments;
    }

    @Operation(summary = "Asks for a refund of credit that was paid for and is unused, once per `Idempotency-Key`.")
    @POST
    @Path("refunds")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.BILLING_WRITE, account = InPath.class)
    public Uni<RefundRequestView> ask(
            @PathParam("id") String id,
            @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @Nullable RefundCommand body) {
        RefundCommand given = Body.required(body);
        RefundCommand command =
                new RefundCommand(given.credits(), given.reason(), Named.of(idempotencyKey, given.idempotencyKey()));
        return authPeer.account(id).chain(() -> payments.askRefund(id, command));
    }

    @Operation(summary = "The account's refunds, newest first.")
    @GET
    @Path("refunds")
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<Page<RefundRequestView>> refunds(@PathParam("id") String id, @BeanParam PageAsk ask) {
        ask.limit();
        return authPeer.account(id).chain(() -> payments.refunds(id, ask));
    }
}
