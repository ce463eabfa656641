package dev.tollgate.billing.payment.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentMethodListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import dev.tollgate.billing.payment.Fact;
import dev.tollgate.billing.payment.Payment;
import dev.tollgate.billing.payment.PaymentConfig;
import dev.tollgate.billing.payment.PaymentProvider;
import dev.tollgate.billing.payment.Reading;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stripe.
@Singleton
class StripeProvider implements PaymentProvider {
    private static final String TEST = "_test_";
    private static final long CARDS_MAX = 20;
    private static final long LIST_MAX = 100;
    private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

    private final StripeCalls calls;
    private final StripeSignature signature;
    private final StripePages pages;
    private final String key;
    private final ObjectMapper json = new ObjectMapper();

    @Inject
    StripeProvider(StripeConfig config, PaymentConfig payment, StripeCalls calls, Clock clock) {
        this(config, payment.returnUrl(), calls, clock);
    }

    StripeProvider(StripeConfig config, String returnUrl, StripeCalls calls, Clock clock) {
        this.calls = calls;
        this.key = config.secretKey().map(String::strip).orElse("");
        this.signature = new StripeSignature(
                config.webhookSecrets().orElse(List.of()),
                !key.contains(TEST),
                config.webhookMaxAge().toSeconds(),
                clock);
        this.pages = new StripePages(returnUrl);
    }

    @Override
    public boolean isOn() {
        return !key.isEmpty();
    }

    @Override
    public boolean isTest() {
        return key.contains(TEST);
    }

    @Override
    public Reading read(byte[] body, @Nullable String header) {
        return signature.read(body, header);
    }

    @Override
    public Uni<CheckoutPage> openCheckout(Payment payment, @Nullable String customer) {
        return calls.call("checkout", client -> {
            var session = client.v1()
                    .checkout()
                    .sessions()
                    .create(pages.params(payment, customer), StripeCalls.once(payment.id()));
            return new CheckoutPage(session.getId(), session.getUrl());
        });
    }

    @Override
    public Uni<Optional<Fact>> ask(Payment payment) {
        String intent = payment.intentRef();
        if (intent != null) {
            return askIntent(intent);
        }
        String page = Objects.requireNonNull(payment.checkoutRef(), "a payment that Stripe never heard of");
        return calls.call(
                "session",
                client -> StripeEvents.session(
                        "",
                        tree(client.v1().checkout().sessions().retrieve(page).toJson())));
    }

    @Override
    public Uni<Optional<Fact>> askIntent(String intentRef) {
        return calls.call("intent", client -> {
            try {
                PaymentIntent intent = client.v1().paymentIntents().retrieve(intentRef);
                return StripeEvents.intent(tree(intent.toJson()));
            } catch (StripeException e) {
                if (StripeCalls.isMissing(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public Uni<String> createCustomer(String accountId) {
        CustomerCreateParams params = CustomerCreateParams.builder()
                .setDescription("account " + accountId)
                .putMetadata("tollgate_account", accountId)
                .build();
        return calls.call("customer", client -> client.v1()
                .customers()
                .create(params, StripeCalls.once("customer/" + accountId))
                .getId());
    }

    @Override
    public Uni<List<SavedCard>> cards(String customer) {
        PaymentMethodListParams params = PaymentMethodListParams.builder()
                .setCustomer(customer)
                .setType(PaymentMethodListParams.Type.CARD)
                .setLimit(CARDS_MAX)
                .build();
        return calls.call("cards", client -> client.v1().paymentMethods().list(params).getData().stream()
                .map(StripeProvider::card)
                .toList());
    }

    private static SavedCard card(PaymentMethod method) {
        var card = method.getCard();
        return new SavedCard(method.getId(), card.getBrand(), card.getLast4(), card.getExpMonth(), card.getExpYear());
    }

    @Override
    public Uni<Void> forget(String card) {
        return calls.call("detach", client -> client.v1().paymentMethods().detach(card))
                .replaceWithVoid();
    }

    @Override
    public Uni<ChargeAnswer> charge(Payment payment, String customer, String card) {
        PaymentIntentCreateParams params = PaymentIntentCreateParams.builder()
                .setAmount(payment.amount())
                .setCurrency(payment.currency())
                .setCustomer(customer)
                .setPaymentMethod(card)
                .addPaymentMethodType("card")
                .setOffSession(true)
                .setConfirm(true)
                .putMetadata(StripeEvents.PAYMENT_ID, payment.id())
                .putMetadata(StripeEvents.ORIGIN, StripeEvents.AUTO)
                .build();
        return calls.call("charge", client -> {
            try {
                return new ChargeAnswer.Taken(client.v1()
                        .paymentIntents()
                        .create(params, StripeCalls.once(payment.id()))
                        .getId());
            } catch (CardException e) {
                return new ChargeAnswer.Declined(Objects.requireNonNullElse(
                        e.getDeclineCode(), Objects.requireNonNullElse(e.getCode(), "declined")));
            } catch (StripeException e) {
                if (StripeCalls.isRefusal(e)) {
                    return new ChargeAnswer.Declined(Objects.requireNonNullElse(e.getCode(), "refused"));
                }
                throw e;
            }
        });
    }

    @Override
    public Uni<RefundAnswer> refund(String refundId, String intentRef, long amount) {
        RefundCreateParams params = RefundCreateParams.builder()
                .setPaymentIntent(intentRef)
                .setAmount(amount)
                .putMetadata(StripeEvents.REFUND_ID, refundId)
                .build();
        return calls.call("refund", client -> {
            try {
                return new RefundAnswer.Sent(client.v1()
                        .refunds()
                        .create(params, StripeCalls.once(refundId))
                        .getId());
            } catch (StripeException e) {
                if (StripeCalls.isRefusal(e)) {
                    return new RefundAnswer.Refused(Objects.requireNonNullElse(e.getCode(), "refused"));
                }
                throw e;
            }
        });
    }

    @Override
    public Uni<Optional<String>> findCharge(Payment payment, String customer) {
        PaymentIntentListParams params = PaymentIntentListParams.builder()
                .setCustomer(customer)
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(payment.createdAt().minus(CLOCKS_APART).getEpochSecond())
                        .build())
                .setLimit(LIST_MAX)
                .build();
        return calls.call("charges", client -> {
            var list = client.v1().paymentIntents().list(params);
            Optional<String> found = list.getData().stream()
                    .filter(intent -> payment.id().equals(intent.getMetadata().get(StripeEvents.PAYMENT_ID)))
                    .map(PaymentIntent::getId)
                    .findFirst();
            requireAll(found.isPresent(), list.getHasMore());
            return found;
        });
    }

    @Override
    public Uni<Optional<Fact>> findRefund(String refundId, String intentRef) {
        RefundListParams params = RefundListParams.builder()
                .setPaymentIntent(intentRef)
                .setLimit(LIST_MAX)
                .build();
        return calls.call("refunds", client -> {
            var list = client.v1().refunds().list(params);
            Optional<Fact> found = list.getData().stream()
                    .filter(refund -> refundId.equals(refund.getMetadata().get(StripeEvents.REFUND_ID)))
                    .map(refund -> StripeEvents.refund(tree(refund.toJson())))
                    .findFirst();
            requireAll(found.isPresent(), list.getHasMore());
            return found;
        });
    }

    /// What is not on the first page is not known to be absent: an operator looks.
    private static void requireAll(boolean found, boolean hasMore) {
        if (!found && hasMore) {
            throw new IllegalStateException("Stripe has more than " + LIST_MAX + " to look through");
        }
    }

    @Override
    public Uni<Optional<Fact>> askRefund(String ref) {
        return calls.call(
                "refund",
                client -> Optional.of(StripeEvents.refund(
                        tree(client.v1().refunds().retrieve(ref).toJson()))));
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stripe's library wrote no JSON", e);
        }
    }
}
