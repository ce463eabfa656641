package dev.tollgate.billing.payment.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.billing.payment.Fact;
import dev.tollgate.billing.payment.Fact.DisputeState;
import dev.tollgate.billing.payment.Fact.RefundState;
import dev.tollgate.billing.payment.Fact.Subject;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads Stripe's objects as facts. By their JSON, not by the library's classes: events come in the version that
/// the account is set to, and the few fields that we read have been the same in all of them.
final class StripeEvents {
    static final String PAYMENT_ID = "tollgate_payment";
    static final String REFUND_ID = "tollgate_refund";
    static final String ORIGIN = "tollgate_origin";
    static final String AUTO = "auto";

    private StripeEvents() {}

    /// @param type as `checkout.session.completed`
    static Fact fact(String type, JsonNode object) {
        return switch (type) {
            case "checkout.session.completed",
                    "checkout.session.async_payment_succeeded",
                    "checkout.session.async_payment_failed",
                    "checkout.session.expired" ->
                session(type, object).orElseGet(() -> new Fact.Irrelevant("not paid yet"));
            case "payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.canceled" ->
                intent(object).orElseGet(() -> new Fact.Irrelevant("an attempt"));
            case "refund.created", "refund.updated", "refund.failed", "charge.refund.updated" -> refund(object);
            case "charge.dispute.created",
                    "charge.dispute.updated",
                    "charge.dispute.closed",
                    "charge.dispute.funds_withdrawn",
                    "charge.dispute.funds_reinstated" -> dispute(type, object);
            default -> new Fact.Irrelevant("not a type that is booked");
        };
    }

    /// How a page's payment stands, by its own fields; empty while nothing is decided.
    static Optional<Fact> session(String type, JsonNode object) {
        Subject subject = new Subject(
                Optional.ofNullable(text(object.path("metadata"), PAYMENT_ID))
                        .orElse(text(object, "client_reference_id")),
                text(object, "payment_intent"));
        if ("paid".equals(text(object, "payment_status"))) {
            return Optional.of(
                    new Fact.Paid(subject, object.path("amount_total").asLong(), currency(object)));
        }
        if (type.equals("checkout.session.async_payment_failed")) {
            return Optional.of(new Fact.Ended(subject, false, "the payment failed"));
        }
        return "expired".equals(text(object, "status"))
                ? Optional.of(new Fact.Ended(subject, true, "the page expired"))
                : Optional.empty();
    }

    /// How a payment intent stands. A failed attempt on a page decides nothing: the customer may try again.
    static Optional<Fact> intent(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        Subject subject = new Subject(text(metadata, PAYMENT_ID), text(object, "id"));
        String status = Optional.ofNullable(text(object, "status")).orElse("");
        if (status.equals("succeeded")) {
            return Optional.of(
                    new Fact.Paid(subject, object.path("amount_received").asLong(), currency(object)));
        }
        boolean over = status.equals("canceled")
                || (AUTO.equals(text(metadata, ORIGIN))
                        && (status.equals("requires_payment_method") || status.equals("requires_action")));
        return over ? Optional.of(new Fact.Ended(subject, false, decline(object))) : Optional.empty();
    }

    private static String decline(JsonNode intent) {
        JsonNode error = intent.path("last_payment_error");
        String code = text(error, "decline_code");
        return Optional.ofNullable(code == null ? text(error, "code") : code).orElse("not paid");
    }

    static Fact refund(JsonNode object) {
        String intent = text(object, "payment_intent");
        if (intent == null) {
            return new Fact.Irrelevant("a refund without a payment intent");
        }
        RefundState state =
                switch (Optional.ofNullable(text(object, "status")).orElse("")) {
                    case "succeeded" -> RefundState.SUCCEEDED;
                    case "failed", "canceled" -> RefundState.FAILED;
                    default -> RefundState.PENDING;
                };
        return new Fact.Refunded(
                object.path("id").asText(),
                text(object.path("metadata"), REFUND_ID),
                new Subject(null, intent),
                object.path("amount").asLong(),
                currency(object),
                state,
                text(object, "failure_reason"));
    }

    private static Fact dispute(String type, JsonNode object) {
        String intent = text(object, "payment_intent");
        if (intent == null) {
            return new Fact.Irrelevant("a dispute without a payment intent");
        }
        String status = Optional.ofNullable(text(object, "status")).orElse("");
        DisputeState state;
        if (type.equals("charge.dispute.funds_reinstated") || status.equals("won")) {
            state = DisputeState.REINSTATED;
        } else if (type.equals("charge.dispute.funds_withdrawn")) {
            state = DisputeState.WITHDRAWN;
        } else {
            boolean tookNothing = status.startsWith("warning_") || status.equals("prevented");
            state = tookNothing ? DisputeState.INQUIRY : DisputeState.WITHDRAWN;
        }
        return new Fact.Disputed(
                object.path("id").asText(),
                new Subject(null, intent),
                object.path("amount").asLong(),
                currency(object),
                state);
    }

    private static String currency(JsonNode object) {
        return object.path("currency").asText().toLowerCase(Locale.ROOT);
    }

    static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
    }
}
