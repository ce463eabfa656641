package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
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
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// Billing's payments. What asks the payment provider takes as long as that may; only what reads is repeated here, as
/// whoever pays repeats a call under its own key.
@ApplicationScoped
@Timeout(value = 30, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class PaymentsPeer {
    private final PaymentsClient client;

    @Inject
    PaymentsPeer(@RestClient PaymentsClient client) {
        this.client = client;
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<PaymentOptionsView> options() {
        return client.options();
    }

    public Uni<PaymentView> checkout(String accountId, CheckoutCommand command) {
        return client.checkout(accountId, command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<PaymentView>> payments(String accountId, PageAsk ask) {
        return client.payments(accountId, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<PaymentView> payment(String accountId, String id) {
        return client.payment(accountId, id);
    }

    public Uni<List<PaymentMethodView>> methods(String accountId) {
        return client.methods(accountId);
    }

    public Uni<Void> forget(String accountId, String card) {
        return client.forget(accountId, card);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<AutoTopUpView> autoTopUp(String accountId) {
        return client.autoTopUp(accountId);
    }

    public Uni<AutoTopUpView> setAutoTopUp(String accountId, AutoTopUpCommand command) {
        return client.setAutoTopUp(accountId, command);
    }

    public Uni<RefundRequestView> askRefund(String accountId, RefundCommand command) {
        return client.askRefund(accountId, command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<RefundRequestView>> refunds(String accountId, PageAsk ask) {
        return client.refunds(accountId, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<RefundRequestView>> openRefunds(@Nullable String search, PageAsk ask) {
        return client.openRefunds(search, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<ContactView> contact(String accountId) {
        return client.contact(accountId);
    }

    public Uni<ContactView> setContact(String accountId, ContactCommand command) {
        return client.setContact(accountId, command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<RefundRequestView> refund(String id) {
        return client.refund(id);
    }

    public Uni<RefundRequestView> approve(String id, RefundDecision decision) {
        return client.approve(id, decision);
    }

    public Uni<RefundRequestView> deny(String id, RefundDecision decision) {
        return client.deny(id, decision);
    }

    /// The provider repeats it when it fails.
    public Uni<WebhookAnswer> stripe(@Nullable String signature, byte[] body) {
        return client.stripe(signature, body);
    }
}
