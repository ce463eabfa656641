package dev.tollgate.billing.payment;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.AutoTopUpCommand;
import dev.tollgate.contract.billing.v1.AutoTopUpView;
import dev.tollgate.contract.billing.v1.CheckoutCommand;
import dev.tollgate.contract.billing.v1.PaymentMethodView;
import dev.tollgate.contract.billing.v1.PaymentOptionsView;
import dev.tollgate.contract.billing.v1.PaymentView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Payments of accounts: checkouts, saved cards, automatic top-ups.
@Tag(name = "Payments")
@Path(InternalPaths.ROOT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class PaymentResource {
    private final Checkouts checkouts;
    private final PaymentRepository payments;
    private final PaymentViews views;
    private final SavedCards cards;
    private final AutoTopUpSettings autoTopUps;
    private final PaymentProvider provider;
    private final Rates rates;
    private final Pool pool;

    PaymentResource(
            Checkouts checkouts,
            PaymentRepository payments,
            PaymentViews views,
            SavedCards cards,
            AutoTopUpSettings autoTopUps,
            PaymentProvider provider,
            Rates rates,
            Pool pool) {
        this.checkouts = checkouts;
        this.payments = payments;
        this.views = views;
        this.cards = cards;
        this.autoTopUps = autoTopUps;
        this.provider = provider;
        this.rates = rates;
        this.pool = pool;
    }

    @Operation(summary = "Whether credit can be bought here, and what it costs.")
    @GET
    @Path("/payments/options")
    public PaymentOptionsView options() {
        List<PaymentOptionsView.Currency> currencies = rates.all().stream()
                .map(rate -> new PaymentOptionsView.Currency(
                        rate.currency(), rate.minor(), rate.nanos(), provider.isOn() ? rate.methods() : List.of()))
                .toList();
        return new PaymentOptionsView("payment_options", provider.isOn(), provider.isTest(), currencies);
    }

    @Operation(summary = "Opens a page on which a top-up is paid, once per idempotency key.")
    @POST
    @Path("/payments/accounts/{accountId}/checkouts")
    public Uni<PaymentView> checkout(@RestPath String accountId, @Nullable CheckoutCommand command) {
        return checkouts
                .open(Required.text(accountId, "account_id"), Required.body(command))
                .flatMap(views::payment);
    }

    @Operation(summary = "An account's payments, newest first.")
    @GET
    @Path("/payments/accounts/{accountId}")
    public Uni<Page<PaymentView>> list(
            @RestPath String accountId,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return views.payments(Required.text(accountId, "account_id"), PageAsk.of(after, before, limit));
    }

    @Operation(summary = "One payment of an account.")
    @GET
    @Path("/payments/accounts/{accountId}/{id}")
    public Uni<PaymentView> payment(@RestPath String accountId, @RestPath String id) {
        return payments.byId(pool, id)
                .map(found -> found.filter(payment -> payment.accountId().equals(accountId))
                        .orElseThrow(() -> new ServiceException(ErrorCode.NOT_FOUND, "There is no such payment.")))
                .flatMap(views::payment);
    }

    @Operation(summary = "An account's saved cards.")
    @GET
    @Path("/payments/accounts/{accountId}/methods")
    public Uni<List<PaymentMethodView>> methods(@RestPath String accountId) {
        return cards.all(Required.text(accountId, "account_id"));
    }

    @Operation(summary = "Forgets a saved card; not the one that automatic top-ups use.")
    @DELETE
    @Path("/payments/accounts/{accountId}/methods/{card}")
    public Uni<Void> forget(@RestPath String accountId, @RestPath String card) {
        return cards.forget(Required.text(accountId, "account_id"), card);
    }

    @Operation(summary = "An account's automatic top-ups.")
    @GET
    @Path("/payments/accounts/{accountId}/auto-top-up")
    public Uni<AutoTopUpView> autoTopUp(@RestPath String accountId) {
        return autoTopUps.view(accountId);
    }

    @Operation(summary = "Turns automatic top-ups on, with a threshold, an amount and a monthly cap, or off.")
    @PUT
    @Path("/payments/accounts/{accountId}/auto-top-up")
    public Uni<AutoTopUpView> setAutoTopUp(@RestPath String accountId, @Nullable AutoTopUpCommand command) {
        return autoTopUps.put(Required.text(accountId, "account_id"), Required.body(command));
    }
}
