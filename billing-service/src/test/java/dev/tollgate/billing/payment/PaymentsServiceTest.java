package dev.tollgate.billing.payment;

import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.payment.PaymentStage.CARD;
import static dev.tollgate.billing.payment.PaymentStage.CREDIT;
import static dev.tollgate.billing.payment.PaymentStage.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.TestClock;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Checkouts, saved cards, automatic top-ups and refunds, as the management API asks for them.
@QuarkusTest
@TestProfile(StripeProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PaymentsServiceTest {
    @Inject
    Pool pool;

    @Inject
    Ledger ledger;

    @Inject
    Lots lots;

    @Inject
    TestClock clock;

    @Inject
    AutoTopUps autoTopUps;

    @Inject
    RefundSending refunds;

    private PaymentStage stage;

    @BeforeEach
    void begin() {
        stage = new PaymentStage(pool, ledger, lots);
    }

    @AfterEach
    void end() {
        clock.reset();
        stage.close();
        PaymentStage.verify();
    }

    @Test
    void creditCostsWhatTheSeedsSay() {
        assertThat(stage.checkout(Map.of("amount", 1200)).jsonPath().getString("credits"))
                .isEqualTo(Long.toString(100 * CREDIT));
        JsonPath alipay =
                stage.checkout(Map.of("amount", 8500, "currency", "CNY")).jsonPath();
        assertThat(alipay.getString("credits")).isEqualTo(Long.toString(100 * CREDIT));
        assertThat(alipay.getString("method")).isEqualTo("alipay");
        JsonPath wechat = stage.checkout(
                        Map.of("credits", Long.toString(40 * CREDIT), "currency", "cny", "method", "wechat_pay"))
                .jsonPath();
        assertThat(wechat.getLong("amount")).isEqualTo(3400);
        stage.stripe.pay(session(wechat), CARD);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(40);
        JsonPath options = inner().get("/internal/v1/payments/options").jsonPath();
        assertThat(options.getBoolean("enabled")).isTrue();
        assertThat(options.getBoolean("test")).isTrue();
        assertThat(options.getList("currencies.currency")).containsExactly("usd", "cny");
    }

    @Test
    void whatDoesNotConvertExactlyIsRefusedAndTheFieldNamed() {
        refused(Map.of("amount", 1201), "amount");
        refused(Map.of("credits", Long.toString(100 * CREDIT + 1)), "credits");
        refused(Map.of("amount", 8501, "currency", "cny"), "amount");
        refused(Map.of("amount", 12), "amount");
        refused(Map.of("amount", -1200), "amount");
        refused(Map.of("credits", Long.toString(200_000 * CREDIT)), "credits");
        refused(Map.of("amount", 1200, "credits", "1"), "credits");
        refused(Map.of(), "credits");
        refused(Map.of("amount", 1200, "currency", "gbp"), "currency");
        refused(Map.of("amount", 1200, "method", "alipay"), "method");
        refused(Map.of("amount", 8500, "currency", "cny", "save_card", true), "save_card");
        assertThat(stage.stripe.calls()).isZero();
    }

    private void refused(Map<String, Object> command, String param) {
        Response answer = stage.checkout(command);
        assertThat(answer.statusCode()).as(command.toString()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error.param"))
                .as(command.toString())
                .isEqualTo(param);
    }

    @Test
    void aCheckoutAskedTenTimesAtOnceIsOnePage() {
        Map<String, Object> command = Map.of("amount", 1200, "idempotency_key", "once");
        List<String> urls = IntStream.range(0, 10)
                .parallel()
                .mapToObj(_ -> stage.checkout(command).jsonPath().getString("checkout_url"))
                .distinct()
                .toList();
        assertThat(urls).hasSize(1).doesNotContainNull();
        assertThat(stage.stripe.objects("checkout.session")).hasSize(1);
        assertThat(stage.checkout(Map.of("amount", 2400, "idempotency_key", "once"))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void aLostAnswerOfStripesIsAskedForAgainAndGivesTheSamePage() {
        stage.stripe.loseAnswers(2);
        Map<String, Object> command = Map.of("amount", 1200, "idempotency_key", "lost");
        assertThat(stage.checkout(command).statusCode()).isEqualTo(503);
        JsonPath again = stage.checkout(command).jsonPath();
        assertThat(again.getString("checkout_url")).contains("/pay/cs_test_");
        assertThat(stage.stripe.objects("checkout.session")).hasSize(1);
    }

    @Test
    void paymentsAreListedByPages() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(_ -> stage.checkout(10).getString("id"))
                .toList();
        String path = "/internal/v1/payments/accounts/" + stage.account;
        JsonPath first = inner().get(path + "?limit=2").jsonPath();
        assertThat(first.<String>getList("data.id")).containsExactly(ids.get(4), ids.get(3));
        JsonPath second = inner().get(path + "?limit=2&after=" + first.getString("last_id"))
                .jsonPath();
        assertThat(second.<String>getList("data.id")).containsExactly(ids.get(2), ids.get(1));
        assertThat(second.getBoolean("has_more")).isTrue();
    }

    @Test
    void aLostWebhookIsMadeUpForByAsking() {
        stage.pay(100);
        clock.moveBy(Duration.ofMinutes(11));
        autoTopUps.round().await().indefinitely();
        assertThat(stage.balance()).isEqualTo(100);
        clock.reset();
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(100);
    }

    @Test
    void aSavedCardTopsUpByItselfWithinTheMonthsCap() {
        String card = stage.buyAndSave(CARD);
        assertThat(stage.balance()).isEqualTo(100);
        assertThat(stage.setAutoTopUp(card, 50, 20, 480).statusCode()).isEqualTo(200);
        round();
        assertThat(stage.balance()).isEqualTo(100);
        stage.spend(60);
        round();
        assertThat(stage.balance()).isEqualTo(60);
        stage.spend(30);
        round();
        assertThat(stage.balance()).isEqualTo(50);
        stage.spend(30);
        round();
        assertThat(stage.balance()).as("the cap of two").isEqualTo(20);
        JsonPath auto = inner().get(stage.autoTopUpPath()).jsonPath();
        assertThat(auto.getLong("spent_this_month")).isEqualTo(480);
        assertThat(auto.getBoolean("enabled")).isTrue();
        assertThat(inner().delete("/internal/v1/payments/accounts/" + stage.account + "/methods/" + card)
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void anAutomaticTopUpWhoseAnswerWasLostIsChargedOnce() {
        String card = stage.buyAndSave(CARD);
        stage.setAutoTopUp(card, 500, 20, 2400);
        stage.stripe.loseAnswers(2);
        autoTopUps.round().await().indefinitely();
        assertThat(stage.stripe.objects("payment_intent")).hasSize(2);
        autoTopUps.round().await().indefinitely();
        clock.moveBy(Duration.ofMinutes(2));
        autoTopUps.round().await().indefinitely();
        clock.reset();
        assertThat(stage.stripe.objects("payment_intent")).hasSize(2);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(120);
    }

    @Test
    void aDeclinedAutomaticTopUpTurnsItselfOffAndSaysWhy() {
        String card = stage.buyAndSave("4000000000000341");
        stage.setAutoTopUp(card, 500, 20, 2400);
        round();
        round();
        JsonPath auto = inner().get(stage.autoTopUpPath()).jsonPath();
        assertThat(auto.getBoolean("enabled")).isFalse();
        assertThat(auto.getString("stopped")).isEqualTo("generic_decline");
        assertThat(stage.balance()).isEqualTo(100);
        assertThat(stage.number(
                        "SELECT count(*) FROM payment WHERE account_id = $1 AND origin = 'auto' AND status = 'failed'",
                        stage.account))
                .isEqualTo(1);
    }

    @Test
    void nothingIsChargedThatWasNotOptedInto() {
        stage.buyAndSave(CARD);
        stage.spend(90);
        round();
        assertThat(stage.balance()).isEqualTo(10);
        assertThat(stage.setAutoTopUp("pm_of_another", 50, 20, 480).jsonPath().getString("error.param"))
                .isEqualTo("payment_method");
        assertThat(stage.setAutoTopUp("pm_x", 50, 20, 239).jsonPath().getString("error.param"))
                .isEqualTo("monthly_cap");
    }

    @Test
    void aRefundGoesToTheOldestPaymentsFirstAndIsBookedByItsEvents() {
        String first = stage.buy(100);
        String second = stage.buy(50);
        stage.spend(70);
        String refund = stage.refund(60L);
        assertThat(stage.balance()).isEqualTo(20);
        JsonPath view = stage.refundView(refund);
        assertThat(view.getString("status")).isEqualTo("approved");
        assertThat(view.<String>getList("parts.payment_id")).containsExactly(first, second);
        assertThat(view.<Integer>getList("parts.amount")).containsExactly(360, 360);
        assertThat(stage.entries("refund_hold")).isEqualTo(2);
        PaymentStage.verify();
        stage.deliverAll();
        assertThat(stage.refundView(refund).getString("status")).isEqualTo("refunded");
        assertThat(stage.payment(first).getLong("refunded")).isEqualTo(360);
        assertThat(stage.balance()).isEqualTo(20);
    }

    @Test
    void giftsAndUsedCreditAreNeverRefunded() {
        stage.buy(100);
        inner().body(Map.of("amount", Long.toString(500 * CREDIT), "idempotency_key", "g"))
                .post("/internal/v1/credit/" + stage.account + "/gifts")
                .then()
                .statusCode(200);
        Response tooMuch = ask(101);
        assertThat(tooMuch.statusCode()).isEqualTo(409);
        assertThat(tooMuch.jsonPath().getString("error.param")).isEqualTo("credits");
        stage.refund(null);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(500);
        assertThat(ask(1).statusCode()).isEqualTo(409);
    }

    @Test
    void refundsThatWaitAreFoundByIdAccountAndReason() {
        stage.buy(100);
        String id = ask(10, "A mistake_100%").jsonPath().getString("id");
        String other = ask(5, "something else").jsonPath().getString("id");
        assertThat(waiting(id)).containsExactly(id);
        assertThat(waiting(stage.account)).containsExactly(id, other);
        assertThat(waiting("mistake_100%")).containsExactly(id);
        assertThat(waiting("mistakeX100")).isEmpty();
        assertThat(inner().queryParam("search", "x".repeat(101))
                        .get("/internal/v1/refunds")
                        .jsonPath()
                        .getString("error.param"))
                .isEqualTo("search");
    }

    /// What a lease held when the bank took the money back is free again later.
    @Test
    void whatIsOwedIsNotRefunded() {
        String first = stage.buy(100);
        stage.buy(100);
        Stage edges = new Stage(pool);
        Stage.Edge edge = edges.edge();
        edges.ask(edge, stage.account, Stage.need(150 * CREDIT));
        stage.stripe.dispute(stage.intent(first), 1200, false);
        stage.deliverAll();
        long tokens = 50 * CREDIT / Stage.TOKEN;
        edges.ship(edge, Stage.done(edges.subject(stage.account, 50 * CREDIT), tokens));
        edges.ask(edge, 2, stage.account, List.of(), 0, 100 * CREDIT, true);
        assertThat(stage.balance()).isEqualTo(100);
        assertThat(stage.credit().getString("receivable")).isEqualTo(Long.toString(50 * CREDIT));
        stage.refund(null);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(50);
    }

    @Test
    void aRefundThatComesBackGivesTheCreditBack() {
        String payment = stage.buy(100);
        String refund = stage.refund(50L);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(50);
        stage.stripe.failRefund(stage.text("SELECT provider_ref FROM refund WHERE request_id = $1", refund));
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(100);
        assertThat(stage.refundView(refund).getString("status")).isEqualTo("failed");
        assertThat(stage.payment(payment).getLong("refunded")).isZero();
    }

    @Test
    void aRefundThatStripeRefusesIsTheAccountsAgain() {
        String payment = stage.buy(100);
        stage.stripe.dispute(stage.intent(payment), 600, false);
        String refund = stage.refund(50L);
        assertThat(stage.refundView(refund).getString("parts[0].failure")).isEqualTo("charge_disputed");
        assertThat(stage.balance()).isEqualTo(100);
    }

    @Test
    void aRefundWhoseAnswerWasLostIsSentAgainUnderItsName() {
        stage.buy(100);
        stage.stripe.loseAnswers(2);
        String refund = stage.refund(50L);
        assertThat(stage.refundView(refund).getString("parts[0].status")).isEqualTo("held");
        clock.moveBy(Duration.ofMinutes(1));
        refunds.round().await().indefinitely();
        clock.reset();
        assertThat(stage.stripe.objects("refund")).hasSize(1);
        stage.deliverAll();
        assertThat(stage.refundView(refund).getString("status")).isEqualTo("refunded");
        assertThat(stage.balance()).isEqualTo(50);
    }

    @Test
    void aRefundIsDecidedOnceAndCanBeDenied() {
        stage.buy(100);
        String id = ask(10).jsonPath().getString("id");
        assertThat(decide(id, "deny").jsonPath().getString("status")).isEqualTo("denied");
        assertThat(decide(id, "approve").statusCode()).isEqualTo(409);
        String twice = ask(10).jsonPath().getString("id");
        assertThat(IntStream.range(0, 10)
                        .parallel()
                        .map(_ -> decide(twice, "approve").statusCode())
                        .boxed())
                .containsOnlyOnce(200)
                .contains(409);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(90);
        assertThat(decide("rfr_none", "approve").statusCode()).isEqualTo(404);
    }

    private static List<String> waiting(String search) {
        return inner().queryParam("search", search)
                .get("/internal/v1/refunds")
                .jsonPath()
                .getList("data.id");
    }

    private Response ask(long credits) {
        return ask(credits, "for a test");
    }

    private Response ask(long credits, String reason) {
        return inner().body(Map.of("credits", Long.toString(credits * CREDIT), "reason", reason))
                .post("/internal/v1/payments/accounts/" + stage.account + "/refunds");
    }

    private static Response decide(String id, String what) {
        return inner().body(Map.of("note", "by a test")).post("/internal/v1/refunds/" + id + "/" + what);
    }

    private void round() {
        autoTopUps.round().await().indefinitely();
        stage.deliverAll();
    }
}
