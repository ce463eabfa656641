package dev.tollgate.local.fake.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/// What happens to money: pages are paid, cards charged, refunds made, payments disputed; each tells its events. The
/// caller holds the shelf's lock.
final class Till {
    /// Test numbers of Stripe's: declined at once, and accepted now but declined when charged later.
    static final String DECLINED = "4000000000000002";
    static final String DECLINED_LATER = "4000000000000341";

    private static final String SESSION = "checkout.session";
    private static final String INTENT = "payment_intent";
    private static final String API_VERSION = "2026-07-29.dahlia";

    private final Shelf shelf;
    private final Consumer<ObjectNode> teller;

    Till(Shelf shelf, Consumer<ObjectNode> teller) {
        this.shelf = shelf;
        this.teller = teller;
    }

    /// The customer enters a card (or confirms in an app) and pays a page.
    ///
    /// @return whether it was paid
    boolean pay(String sessionId, String card, boolean later) {
        ObjectNode session = open(sessionId);
        if (card.equals(DECLINED)) {
            ObjectNode attempt = session.path("fake_intent").deepCopy();
            attempt.put("id", Shelf.id("pi")).put("status", "requires_payment_method");
            attempt.putObject("last_payment_error").put("code", "card_declined");
            tell(INTENT + ".payment_failed", attempt);
            return false;
        }
        ObjectNode intent = (ObjectNode) session.remove("fake_intent");
        boolean keeps = intent.path("setup_future_usage").asText().equals("off_session");
        intent.put("payment_method", method(keeps ? session.path("customer").asText() : "", card));
        shelf.put(intent);
        session.put("status", "complete").put(INTENT, intent.path("id").asText());
        if (later) {
            tell(SESSION + ".completed", session);
        }
        session.put("payment_status", "paid");
        succeed(intent);
        tell(SESSION + (later ? ".async_payment_succeeded" : ".completed"), session);
        return true;
    }

    void expire(String sessionId) {
        ObjectNode session = open(sessionId);
        session.put("status", "expired");
        tell(SESSION + ".expired", session);
    }

    private ObjectNode open(String sessionId) {
        ObjectNode session = shelf.get(SESSION, sessionId);
        if (!session.path("status").asText().equals("open")) {
            throw Complaint.invalid("session_closed", "This page is no longer open.", null);
        }
        return session;
    }

    private String method(String customer, String number) {
        ObjectNode method = Shelf.object("pm", "payment_method").put("type", "card");
        method.put("customer", customer.isEmpty() ? null : customer).put("fake_number", number);
        method.putObject("card")
                .put("brand", "visa")
                .put("last4", number.substring(Math.max(0, number.length() - 4)))
                .put("exp_month", 12)
                .put("exp_year", 2034);
        return shelf.put(method).path("id").asText();
    }

    /// Charges a saved card.
    ///
    /// @throws Complaint when it is declined
    void charge(ObjectNode intent, ObjectNode method) {
        shelf.put(intent);
        if (method.path("fake_number").asText().equals(DECLINED_LATER)) {
            intent.put("status", "requires_payment_method");
            intent.putObject("last_payment_error").put("code", "card_declined").put("decline_code", "generic_decline");
            tell(INTENT + ".payment_failed", intent);
            throw Complaint.declined(intent.deepCopy());
        }
        succeed(intent);
    }

    private void succeed(ObjectNode intent) {
        ObjectNode charge = Shelf.object("ch", "charge");
        charge.put("amount", intent.path("amount").asLong())
                .put("currency", intent.path("currency").asText())
                .put(INTENT, intent.path("id").asText())
                .put("paid", true);
        shelf.put(charge);
        intent.put("status", "succeeded")
                .put("amount_received", intent.path("amount").asLong())
                .put("latest_charge", charge.path("id").asText());
        tell("charge.succeeded", charge);
        tell(INTENT + ".succeeded", intent);
    }

    /// What of an intent's money is still ours.
    long left(ObjectNode intent) {
        return intent.path("amount_received").asLong() - taken("refund", intent, List.of("failed", "canceled"));
    }

    private long taken(String type, ObjectNode intent, List<String> without) {
        return shelf.all(type).stream()
                .filter(object ->
                        object.path(INTENT).asText().equals(intent.path("id").asText()))
                .filter(object -> !without.contains(object.path("status").asText()))
                .mapToLong(object -> object.path("amount").asLong())
                .sum();
    }

    ObjectNode refund(ObjectNode refund) {
        shelf.put(refund.put("status", "pending"));
        tell("refund.created", refund);
        refund.put("status", "succeeded");
        tell("refund.updated", refund);
        tell("charge.refunded", shelf.get("charge", refund.path("charge").asText()));
        return refund;
    }

    /// A bank returns a refund that had gone through.
    void fail(String refundId) {
        ObjectNode refund = shelf.get("refund", refundId);
        refund.put("status", "failed").put("failure_reason", "expired_or_canceled_card");
        tell("refund.failed", refund);
    }

    /// A customer's bank takes a payment back.
    ObjectNode dispute(String intentId, long amount, boolean inquiry) {
        ObjectNode intent = shelf.get(INTENT, intentId);
        ObjectNode dispute = Shelf.object("dp", "dispute");
        dispute.put("amount", amount)
                .put("currency", intent.path("currency").asText())
                .put("charge", intent.path("latest_charge").asText())
                .put(INTENT, intentId)
                .put("reason", "fraudulent")
                .put("status", inquiry ? "warning_needs_response" : "needs_response");
        shelf.put(dispute);
        tell("charge.dispute.created", dispute);
        if (!inquiry) {
            tell("charge.dispute.funds_withdrawn", dispute);
        }
        return dispute;
    }

    void close(String disputeId, boolean won) {
        ObjectNode dispute = shelf.get("dispute", disputeId);
        dispute.put("status", won ? "won" : "lost");
        if (won) {
            tell("charge.dispute.funds_reinstated", dispute);
        }
        tell("charge.dispute.closed", dispute);
    }

    /// An event with the object as it is now.
    void tell(String type, ObjectNode object) {
        ObjectNode event =
                Shelf.object("evt", "event").put("api_version", API_VERSION).put("type", type);
        event.put("pending_webhooks", 1);
        ObjectNode shown = object.deepCopy();
        shown.remove(List.of("fake_intent", "fake_number"));
        event.putObject("data").set("object", shown);
        event.set("request", JsonNodeFactory.instance.objectNode().putNull("id").putNull("idempotency_key"));
        shelf.put(event);
        shelf.save();
        teller.accept(event.deepCopy());
    }
}
