package dev.tollgate.console.payments;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.PaymentsPeer;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.AutoTopUpCommand;
import dev.tollgate.contract.billing.v1.AutoTopUpView;
import dev.tollgate.contract.billing.v1.CheckoutCommand;
import dev.tollgate.contract.billing.v1.PaymentMethodView;
import dev.tollgate.contract.billing.v1.PaymentView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// An account's payments. Auth is asked first whether there is such an account.
@Tag(name = "Payments")
@Path("/api/v1/accounts/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class PaymentResource {
    private final AuthPeer authPeer;
    private final PaymentsPeer payments;

    @Inject
    PaymentResource(AuthPeer authPeer, PaymentsPeer payments) {
        this.authPeer = authPeer;
        this.payments = payments;
    }

    @Operation(
            summary =
                    "Opens a page on which a top-up is paid, once per `Idempotency-Key`. Credit comes when the payment provider tells that it was.")
    @POST
    @Path("checkouts")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.BILLING_WRITE, account = InPath.class)
    public Uni<PaymentView> checkout(
            @PathParam("id") String id,
            @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @Nullable CheckoutCommand body) {
        CheckoutCommand given = Body.required(body);
        String key = Named.of(idempotencyKey, given.idempotencyKey());
        CheckoutCommand command = new CheckoutCommand(
                given.credits(), given.amount(), given.currency(), given.method(), given.saveCard(), key);
        return known(id).chain(() -> payments.checkout(id, command));
    }

    @Operation(summary = "The account's payments, newest first.")
    @GET
    @Path("payments")
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<Page<PaymentView>> payments(@PathParam("id") String id, @BeanParam PageAsk ask) {
        ask.limit();
        return known(id).chain(() -> payments.payments(id, ask));
    }

    /// Billing has other things at the same place, by words that no payment's id begins with.
    @Operation(summary = "One payment.")
    @GET
    @Path("payments/{payment}")
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<PaymentView> payment(@PathParam("id") String id, @PathParam("payment") String payment) {
        return known(id).chain(() -> {
            if (!payment.startsWith("pay_")) {
                throw new ServiceException(ErrorCode.NOT_FOUND, "There is no such payment.");
            }
            return payments.payment(id, payment);
        });
    }

    @Operation(summary = "The account's saved cards.")
    @GET
    @Path("payment-methods")
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<List<PaymentMethodView>> methods(@PathParam("id") String id) {
        return known(id).chain(() -> payments.methods(id));
    }

    @Operation(summary = "Forgets a saved card; not the one that automatic top-ups use.")
    @DELETE
    @Path("payment-methods/{method}")
    @Requires(value = Permission.BILLING_WRITE, account = InPath.class)
    public Uni<Void> forget(@PathParam("id") String id, @PathParam("method") String method) {
        return known(id).chain(() -> payments.forget(id, method));
    }

    @Operation(summary = "The account's automatic top-ups.")
    @GET
    @Path("auto-top-up")
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<AutoTopUpView> autoTopUp(@PathParam("id") String id) {
        return known(id).chain(() -> payments.autoTopUp(id));
    }

    @Operation(
            summary =
                    "Turns automatic top-ups by a saved card on, with a threshold, an amount and a monthly cap, or off.")
    @PUT
    @Path("auto-top-up")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.BILLING_WRITE, account = InPath.class)
    public Uni<AutoTopUpView> setAutoTopUp(@PathParam("id") String id, @Nullable AutoTopUpCommand body) {
        AutoTopUpCommand command = Body.required(body);
        return known(id).chain(() -> payments.setAutoTopUp(id, command));
    }

    private Uni<AccountView> known(String id) {
        return authPeer.account(id);
    }
}
