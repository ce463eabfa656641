package dev.tollgate.console.payments;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.peers.PaymentsPeer;
import dev.tollgate.contract.billing.v1.WebhookAnswer;
import dev.tollgate.contract.http.Headers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Where payment providers tell their events: open to everybody, as the signature says who it is. Handed on byte
/// for byte to billing, which alone knows the secret.
@Path("/webhooks")
@Produces(MediaType.APPLICATION_JSON)
public class WebhookResource {
    private final PaymentsPeer payments;

    @Inject
    WebhookResource(PaymentsPeer payments) {
        this.payments = payments;
    }

    @Operation(hidden = true)
    @POST
    @Path("stripe")
    @Consumes(MediaType.WILDCARD)
    @OpenToAll(value = "Stripe signs what it sends, and billing checks that.", actor = "webhook")
    public Uni<WebhookAnswer> stripe(@HeaderParam(Headers.STRIPE_SIGNATURE) @Nullable String signature, byte[] body) {
        return payments.stripe(signature, body);
    }
}
