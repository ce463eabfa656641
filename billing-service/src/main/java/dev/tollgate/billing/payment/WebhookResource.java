package dev.tollgate.billing.payment;

import dev.tollgate.contract.billing.v1.WebhookAnswer;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/// What a payment provider tells, handed on by the console byte for byte: the signature is of the bytes.
@Tag(name = "Payments")
@Path(InternalPaths.PAYMENT_WEBHOOK)
@Produces(MediaType.APPLICATION_JSON)
class WebhookResource {
    private final Webhooks webhooks;

    WebhookResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Operation(summary = "Takes one signed event in, once; 400 when the signature is wrong.")
    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<WebhookAnswer> take(byte[] body, @RestHeader(Headers.STRIPE_SIGNATURE) @Nullable String signature) {
        return webhooks.take(body, signature);
    }
}
