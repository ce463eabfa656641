package dev.tollgate.console.payments;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.peers.PaymentsPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.PaymentOptionsView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What can be bought.
@Tag(name = "Payments")
@Path("/api/v1/payment-options")
@Produces(MediaType.APPLICATION_JSON)
public class PaymentOptionsResource {
    private final PaymentsPeer payments;

    @Inject
    PaymentOptionsResource(PaymentsPeer payments) {
        this.payments = payments;
    }

    @Operation(summary = "Whether credit can be bought here, and what it costs.")
    @GET
    @Requires(value = Permission.BILLING_READ, own = true)
    public Uni<PaymentOptionsView> options() {
        return payments.options();
    }
}
