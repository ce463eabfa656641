package dev.tollgate.billing.ledger;

import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.ledger.Town.CREDIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Plays what money does.
final class Money {
    private static final String CARD = "4242424242424242";
    private static final int TELLINGS_MAX = 20;
    private static final int FROZEN = 403;

    private final Town town;
    private final Client client;
    private final List<String> requests = new ArrayList<>();

    Money(Town town, Client client) {
        this.town = town;
        this.client = client;
    }

    void play(Step.OfMoney step) {
        switch (step) {
            case Step.Buy buy -> buy(buy);
            case Step.RunLow low -> runLow(low);
            case Step.Tell tell -> tell(tell);
            case Step.TellAll _ -> tellAll();
            case Step.AskRefund ask -> askRefund(ask);
            case Step.Decide decide -> decide(decide);
            case Step.RefundByHand byHand ->
                paid(byHand.payment())
                        .filter(intent -> left(intent) > 0)
                        .ifPresent(intent -> town.stripe.refundByHand(
                                intent.path("id").asText(), part(left(intent), byHand.percent())));
            case Step.BankReturns returns ->
                nth(objects("refund", "succeeded"), returns.refund())
                        .ifPresent(refund ->
                                town.stripe.failRefund(refund.path("id").asText()));
            case Step.Dispute dispute ->
                paid(dispute.payment())
                        .filter(intent -> left(intent) > 0)
                        .ifPresent(intent -> town.stripe.dispute(
                                intent.path("id").asText(), part(left(intent), dispute.percent()), dispute.inquiry()));
            case Step.CloseDispute close ->
                nth(objects("dispute", "needs_response"), close.dispute())
                        .ifPresent(dispute ->
                                town.stripe.closeDispute(dispute.path("id").asText(), close.won()));
        }
    }

    private static long part(long amount, int percent) {
        return Math.max(1, amount * percent / 100);
    }

    private Optional<ObjectNode> paid(int nth) {
        return nth(objects("payment_intent", "succeeded"), nth);
    }

    private List<ObjectNode> objects(String type, String status) {
        return town.stripe.objects(type).stream()
                .filter(object -> object.path("status").asText().equals(status))
                .toList();
    }

    private static <T> Optional<T> nth(List<T> all, int nth) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(nth % all.size()));
    }

    /// What of a payment's money did not go back yet.
    private long left(ObjectNode intent) {
        return intent.path("amount").asLong() - back("refund", intent) - back("dispute", intent);
    }

    private long back(String type, ObjectNode intent) {
        return town.stripe.objects(type).stream()
                .filter(object -> object.path("payment_intent")
                        .asText()
                        .equals(intent.path("id").asText()))
                .filter(object -> !object.path("status").asText().equals("failed"))
                .mapToLong(object -> object.path("amount").asLong())
                .sum();
    }

    private void buy(Step.Buy step) {
        Map<String, Object> command = Map.of(
                "credits",
                Long.toString(step.credits() * CREDIT),
                "save_card",
                step.keepsCard(),
                "idempotency_key",
                UUID.randomUUID().toString());
        String path = account(step.account()) + "/checkouts";
        Response page = client.call(() -> inner().body(command).post(path));
        assertThat(page.statusCode()).as(page.asString()).isIn(200, FROZEN);
        if (page.statusCode() == 200) {
            String url = page.jsonPath().getString("checkout_url");
            town.stripe.pay(url.substring(url.lastIndexOf('/') + 1), CARD);
        }
    }

    private String account(int nth) {
        return "/internal/v1/payments/accounts/" + town.account(nth);
    }

    private void runLow(Step.RunLow step) {
        Response cards = client.call(() -> inner().get(account(step.account()) + "/methods"));
        List<String> ids = cards.jsonPath().getList("id");
        if (!ids.isEmpty()) {
            Map<String, Object> command = Map.of(
                    "enabled",
                    true,
                    "threshold",
                    Long.toString(step.threshold() * CREDIT),
                    "credits",
                    Long.toString(10 * CREDIT),
                    "monthly_cap",
                    600,
                    "payment_method",
                    ids.getFirst());
            Response set = client.call(() -> inner().body(command).put(account(step.account()) + "/auto-top-up"));
            assertThat(set.statusCode()).as(set.asString()).isIn(200, FROZEN);
            client.run(() -> town.rounds.payments.autoTopUps().await().indefinitely());
        }
    }

    private List<ObjectNode> waiting() {
        return town.stripe.events().stream()
                .filter(event -> !town.told.contains(event.path("id").asText()))
                .toList();
    }

    private void tell(Step.Tell step) {
        nth(step.again() ? town.stripe.events() : waiting(), step.nth()).ifPresent(this::deliver);
    }

    private void tellAll() {
        for (int round = 0; round < TELLINGS_MAX && !waiting().isEmpty(); round++) {
            waiting().forEach(this::deliver);
        }
    }

    /// Stripe tells an event again until it is acknowledged.
    private void deliver(ObjectNode event) {
        String body = event.toString();
        Response answer = client.call(() -> inner().contentType("application/json; charset=utf-8")
                .body(body)
                .header(
                        "stripe-signature",
                        town.stripe.sign(body, town.rounds.clock.instant().getEpochSecond()))
                .post("/internal/v1/payments/webhooks/stripe"));
        // Signed before another actor moved the clock: it stays to be told.
        if (answer.statusCode() != 400) {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
            assertThat(answer.jsonPath().getString("outcome"))
                    .as(event.path("type").asText())
                    .isNotEqualTo("unfit");
            town.told.add(event.path("id").asText());
        }
    }

    /// 409 when there is nothing to refund.
    private void askRefund(Step.AskRefund step) {
        Map<String, Object> command = new HashMap<>();
        command.put("idempotency_key", UUID.randomUUID().toString());
        if (step.credits() > 0) {
            command.put("credits", Long.toString(step.credits() * CREDIT));
        }
        Response answer = client.call(() -> inner().body(command).post(account(step.account()) + "/refunds"));
        assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 400, FROZEN, 409);
        if (answer.statusCode() == 200) {
            requests.add(answer.jsonPath().getString("id"));
        }
    }

    private void decide(Step.Decide step) {
        nth(requests, step.nth()).ifPresent(id -> {
            Response answer = client.call(
                    () -> inner().post("/internal/v1/refunds/" + id + (step.approves() ? "/approve" : "/deny")));
            assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 400, FROZEN, 409);
        });
    }
}
