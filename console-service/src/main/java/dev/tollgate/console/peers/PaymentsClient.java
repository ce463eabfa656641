package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.AutoTopUpCommand;
import dev.tollgate.contract.billing.v1.AutoTopUpView;
import dev.tollgate.contract.billing.v1.CheckoutCommand;
import dev.tollgate.contract.billing.v1.ContactCommand;
import dev.tollgate.contract.billing.v1.ContactView;
import dev.tollgate.contract.billing.v1.PaymentMethodView;
import dev.tollgate.contract.billing.v1.PaymentOptionsView;
import dev.tollgate.contract.billing.v1.PaymentView;
import dev.tollgate.contract.billing.v1.RefundCommand;
import dev.tollgate.contract.billing.v1.RefundDecision;
import dev.tollgate.contract.billing.v1.RefundRequestView;
import dev.tollgate.contract.billing.v1.WebhookAnswer;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// Billing's payments and refunds.
@RegisterRestClient(configKey = "billing")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface PaymentsClient {
    @GET
    @Path("/payments/options")
    Uni<PaymentOptionsView> options();

    @POST
    @Path("/payments/accounts/{accountId}/checkouts")
    Uni<PaymentView> checkout(@PathParam("accountId") String accountId, CheckoutCommand command);

    @GET
    @Path("/payments/accounts/{accountId}")
    Uni<Page<PaymentView>> payments(
            @PathParam("accountId") String accountId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/payments/accounts/{accountId}/{id}")
    Uni<PaymentView> payment(@PathParam("accountId") String accountId, @PathParam("id") String id);

    @GET
    @Path("/payments/accounts/{accountId}/methods")
    Uni<List<PaymentMethodView>> methods(@PathParam("accountId") String accountId);

    @DELETE
    @Path("/payments/accounts/{accountId}/methods/{card}")
    Uni<Void> forget(@PathParam("accountId") String accountId, @PathParam("card") String card);

    @GET
    @Path("/payments/accounts/{accountId}/auto-top-up")
    Uni<AutoTopUpView> autoTopUp(@PathParam("accountId") String accountId);

    @PUT
    @Path("/payments/accounts/{accountId}/auto-top-up")
    Uni<AutoTopUpView> setAutoTopUp(@PathParam("accountId") String accountId, AutoTopUpCommand command);

    @POST
    @Path("/payments/accounts/{accountId}/refunds")
    Uni<RefundRequestView> askRefund(@PathParam("accountId") String accountId, RefundCommand command);

    @GET
    @Path("/payments/accounts/{accountId}/refunds")
    Uni<Page<RefundRequestView>> refunds(
            @PathParam("accountId") String accountId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/refunds")
    Uni<Page<RefundRequestView>> openRefunds(
            @QueryParam("search") @Nullable String search,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/billing-contacts/{accountId}")
    Uni<ContactView> contact(@PathParam("accountId") String accountId);

    @PUT
    @Path("/billing-contacts/{accountId}")
    Uni<ContactView> setContact(@PathParam("accountId") String accountId, ContactCommand command);

    @GET
    @Path("/refunds/{id}")
    Uni<RefundRequestView> refund(@PathParam("id") String id);

    @POST
    @Path("/refunds/{id}/approve")
    Uni<RefundRequestView> approve(@PathParam("id") String id, RefundDecision decision);

    @POST
    @Path("/refunds/{id}/deny")
    Uni<RefundRequestView> deny(@PathParam("id") String id, RefundDecision decision);

    /// Byte for byte as it came.
    @POST
    @Path("/payments/webhooks/stripe")
    Uni<WebhookAnswer> stripe(@HeaderParam(Headers.STRIPE_SIGNATURE) @Nullable String signature, byte[] body);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
