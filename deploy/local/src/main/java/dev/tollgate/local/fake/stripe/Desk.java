package dev.tollgate.local.fake.stripe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The API's endpoints: checks each call's parameters as Stripe does, and answers. The caller holds the shelf's
/// lock.
final class Desk {
    private static final Set<String> METHODS = Set.of("card", "alipay", "wechat_pay");
    private static final Map<String, Set<String>> CURRENCIES =
            Map.of("card", Set.of("usd", "eur"), "alipay", Set.of("usd", "cny"), "wechat_pay", Set.of("usd", "cny"));
    private static final long USD_MIN = 50;

    private static final Set<String> SESSION = Set.of(
            "mode",
            "client_reference_id",
            "customer",
            "success_url",
            "cancel_url",
            "metadata",
            "payment_method_types[]",
            "payment_method_options[wechat_pay][client]",
            "payment_intent_data[metadata]",
            "payment_intent_data[description]",
            "payment_intent_data[setup_future_usage]",
            "line_items[][quantity]",
            "line_items[][price_data][currency]",
            "line_items[][price_data][unit_amount]",
            "line_items[][price_data][product_data][name]");
    private static final Set<String> INTENT = Set.of(
            "amount",
            "currency",
            "customer",
            "payment_method",
            "payment_method_types[]",
            "off_session",
            "confirm",
            "metadata",
            "description");
    private static final Set<String> REFUND = Set.of("payment_intent", "amount", "metadata", "reason");
    private static final Set<String> CUSTOMER = Set.of("description", "email", "name", "metadata");
    private static final Set<String> LIST = Set.of("customer", "type", "limit");
    private static final Set<String> INTENTS = Set.of("customer", "created[gte]", "limit");
    private static final Set<String> REFUNDS = Set.of("payment_intent", "limit");
    private static final long LIST_MAX = 100;
    private static final long LIST_DEFAULT = 10;

    private final Shelf shelf;
    private final Till till;

    Desk(Shelf shelf, Till till) {
        this.shelf = shelf;
        this.till = till;
    }

    /// @param pages where payment pages are shown
    ObjectNode openSession(Form form, String pages) {
        form.only(SESSION);
        form.oneOf("mode", Set.of("payment"));
        String method = form.oneOf("payment_method_types[0]", METHODS);
        String currency = form.text("line_items[0][price_data][currency]");
        if (!CURRENCIES.getOrDefault(method, Set.of()).contains(currency)) {
            throw Complaint.invalid(
                    "payment_method_invalid_parameter", method + " does not take " + currency + ".", "currency");
        }
        if (method.equals("wechat_pay")) {
            form.oneOf("payment_method_options[wechat_pay][client]", Set.of("web"));
        }
        form.text("line_items[0][price_data][product_data][name]");
        long amount = Math.multiplyExact(
                form.positive("line_items[0][price_data][unit_amount]"), form.positive("line_items[0][quantity]"));
        requireMinimum(amount, currency);
        ObjectNode session = Shelf.object("cs_test", "checkout.session");
        String id = session.path("id").asText();
        session.put("mode", "payment")
                .put("status", "open")
                .put("payment_status", "unpaid")
                .put("amount_total", amount)
                .put("currency", currency)
                .put("client_reference_id", form.textOrNull("client_reference_id"))
                .put("customer", customer(form))
                .put("success_url", form.text("success_url"))
                .put("cancel_url", form.textOrNull("cancel_url"))
                .put("url", pages + "/pay/" + id)
                .putNull("payment_intent");
        session.putArray("payment_method_types").add(method);
        metadata(session, form.below("metadata"));
        session.set("fake_intent", intentOf(form, amount, currency));
        shelf.put(session);
        shelf.save();
        return shown(session);
    }

    private static ObjectNode intentOf(Form form, long amount, String currency) {
        ObjectNode intent = Shelf.object("pi", "payment_intent");
        intent.put("amount", amount)
                .put("amount_received", 0)
                .put("currency", currency)
                .put("status", "requires_payment_method")
                .put("description", form.textOrNull("payment_intent_data[description]"))
                .put("setup_future_usage", form.textOrNull("payment_intent_data[setup_future_usage]"));
        return metadata(intent, form.below("payment_intent_data[metadata]"));
    }

    ObjectNode chargeCard(Form form) {
        form.only(INTENT);
        long amount = form.positive("amount");
        String currency = form.text("currency");
        requireMinimum(amount, currency);
        String customer = form.text("customer");
        shelf.get("customer", customer);
        ObjectNode method = shelf.get("payment_method", form.text("payment_method"));
        if (!method.path("customer").asText().equals(customer)) {
            throw Complaint.invalid(
                    "payment_method_customer_mismatch", "The payment method is not this customer's.", "payment_method");
        }
        if (!form.flag("confirm") || !form.flag("off_session")) {
            throw Complaint.invalid("parameter_missing", "This fake charges saved cards at once only.", "confirm");
        }
        ObjectNode intent = Shelf.object("pi", "payment_intent");
        intent.put("amount", amount)
                .put("amount_received", 0)
                .put("currency", currency)
                .put("customer", customer)
                .put("payment_method", method.path("id").asText());
        metadata(intent, form.below("metadata"));
        till.charge(intent, method);
        return shown(intent);
    }

    ObjectNode refund(Form form) {
        form.only(REFUND);
        ObjectNode intent = shelf.get("payment_intent", form.text("payment_intent"));
        long left = till.left(intent);
        long amount = form.textOrNull("amount") == null ? left : form.positive("amount");
        if (left == 0) {
            throw Complaint.invalid("charge_already_refunded", "The charge has already been refunded.", null);
        }
        if (amount > left) {
            String message =
                    "Refund amount (" + amount + ") is greater than unrefunded amount on charge (" + left + ")";
            throw Complaint.invalid("amount_too_large", message, "amount");
        }
        boolean disputed = shelf.all("dispute").stream()
                .anyMatch(dispute -> dispute.path("payment_intent").equals(intent.path("id"))
                        && !dispute.path("status").asText().startsWith("warning_")
                        && !dispute.path("status").asText().equals("won"));
        if (disputed) {
            throw Complaint.invalid("charge_disputed", "The charge has been charged back.", null);
        }
        ObjectNode refund = Shelf.object("re", "refund");
        refund.put("amount", amount)
                .put("currency", intent.path("currency").asText())
                .put("payment_intent", intent.path("id").asText())
                .put("charge", intent.path("latest_charge").asText());
        metadata(refund, form.below("metadata"));
        return shown(till.refund(refund));
    }

    ObjectNode createCustomer(Form form) {
        form.only(CUSTOMER);
        ObjectNode customer = Shelf.object("cus", "customer").put("description", form.textOrNull("description"));
        shelf.put(metadata(customer, form.below("metadata")));
        shelf.save();
        return shown(customer);
    }

    ObjectNode methods(Form form) {
        form.only(LIST);
        String customer = form.text("customer");
        shelf.get("customer", customer);
        return list(form, "/v1/payment_methods", "payment_method", method -> method.path("customer")
                .asText()
                .equals(customer));
    }

    ObjectNode intents(Form form) {
        form.only(INTENTS);
        String customer = form.text("customer");
        shelf.get("customer", customer);
        long since = form.textOrNull("created[gte]") == null ? 0 : form.positive("created[gte]");
        return list(
                form,
                "/v1/payment_intents",
                "payment_intent",
                intent -> intent.path("customer").asText().equals(customer)
                        && intent.path("created").asLong() >= since);
    }

    ObjectNode refunds(Form form) {
        form.only(REFUNDS);
        String intent = form.text("payment_intent");
        shelf.get("payment_intent", intent);
        return list(form, "/v1/refunds", "refund", refund -> refund.path("payment_intent")
                .asText()
                .equals(intent));
    }

    /// Newest first, as all of Stripe's lists.
    private ObjectNode list(Form form, String url, String type, Predicate<ObjectNode> wanted) {
        long limit = form.textOrNull("limit") == null ? LIST_DEFAULT : form.positive("limit");
        if (limit > LIST_MAX) {
            throw Complaint.invalid("parameter_invalid_integer", "limit must be at most " + LIST_MAX, "limit");
        }
        List<ObjectNode> found =
                shelf.all(type).reversed().stream().filter(wanted).toList();
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("object", "list").put("url", url).put("has_more", found.size() > limit);
        ArrayNode data = list.putArray("data");
        found.stream().limit(limit).map(Desk::shown).forEach(data::add);
        return list;
    }

    ObjectNode detach(String id) {
        ObjectNode method = shelf.get("payment_method", id);
        method.putNull("customer");
        shelf.save();
        return shown(method);
    }

    ObjectNode get(String type, String id) {
        return shown(shelf.get(type, id));
    }

    private static void requireMinimum(long amount, String currency) {
        if (currency.equals("usd") && amount < USD_MIN) {
            throw Complaint.invalid("amount_too_small", "Amount must be at least $0.50 usd", "amount");
        }
    }

    private static ObjectNode metadata(ObjectNode object, Map<String, String> pairs) {
        ObjectNode metadata = object.putObject("metadata");
        pairs.forEach(metadata::put);
        return object;
    }

    private @Nullable String customer(Form form) {
        String id = form.textOrNull("customer");
        return id == null ? null : shelf.get("customer", id).path("id").asText();
    }

    private static ObjectNode shown(ObjectNode object) {
        ObjectNode shown = object.deepCopy();
        shown.remove(List.of("fake_intent", "fake_number"));
        return shown;
    }
}
