package dev.tollgate.billing.payment;

import static dev.tollgate.billing.payment.PaymentStage.CARD;
import static dev.tollgate.billing.payment.PaymentStage.CREDIT;
import static dev.tollgate.billing.payment.PaymentStage.post;
import static dev.tollgate.billing.payment.PaymentStage.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.billing.TestBooks;
import dev.tollgate.billing.TestClock;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.local.fake.stripe.FakeStripe;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever happens to the post between Stripe and us, money is booked once, and right.
///
/// Duplicated: [#anEventToldTwentyTimesAtOnceCountsOnce], [#twoDifferentEventsOfOnePaymentAtOnceCountOnce]. Reordered:
/// [#theSameEventsInAnyOrderEndTheSame], [#aRefundToldBeforeItsPaymentIsBookedAfterIt]. Delayed by a week:
/// [#anEventDelayedByAWeekStillCounts], [#aCallReplayedAWeekLaterIsRefusedAndTheEventToldAgainIsADuplicate]. Forged:
/// [#aForgedCallIs400AndLeavesATrace], [#aFloodOfForgedCallsIsCountedToTheLast]. Half-failed:
/// [#aFailureHalfWayLeavesNothingAndTheNextTryDoesAllOfIt]. Two partial refunds and a chargeback after a refund:
/// [#twoPartialRefundsAndAChargebackAfterThem].
@QuarkusTest
@TestProfile(StripeProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class WebhookTortureServiceTest {
    @Inject
    Pool pool;

    @Inject
    Ledger ledger;

    @Inject
    Lots lots;

    @Inject
    TestClock clock;

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
    void aTopUpGoesFromThePageToTheBalance() {
        JsonPath payment = stage.checkout(100);
        assertThat(payment.getLong("amount")).isEqualTo(1200);
        assertThat(payment.getString("currency")).isEqualTo("usd");
        assertThat(stage.balance()).isZero();
        stage.stripe.pay(session(payment), CARD);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(100);
        assertThat(stage.payment(payment.getString("id")).getString("status")).isEqualTo("paid");
    }

    @Test
    void anEventToldTwentyTimesAtOnceCountsOnce() {
        stage.pay(100);
        ObjectNode event = stage.event("checkout.session.completed");
        List<String> outcomes = IntStream.range(0, 20)
                .parallel()
                .mapToObj(_ -> stage.deliver(event))
                .map(answer -> answer.statusCode() + " " + answer.jsonPath().getString("outcome"))
                .toList();
        assertThat(outcomes)
                .containsOnlyOnce("200 booked")
                .filteredOn(o -> o.equals("200 duplicate"))
                .hasSize(19);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(100);
        assertThat(stage.entries("top_up")).isEqualTo(1);
    }

    @Test
    void twoDifferentEventsOfOnePaymentAtOnceCountOnce() {
        stage.pay(100);
        List<ObjectNode> events = stage.waiting();
        assertThat(events).hasSizeGreaterThan(2);
        assertThat(events.parallelStream().map(event -> stage.deliver(event).statusCode()))
                .containsOnly(200);
        assertThat(stage.entries("top_up")).isEqualTo(1);
        assertThat(stage.balance()).isEqualTo(100);
    }

    @Test
    void theSameEventsInAnyOrderEndTheSame() {
        for (int seed = 0; seed < 12; seed++) {
            try (PaymentStage run = another()) {
                String payment = run.pay(100);
                run.deliver(run.event("payment_intent.succeeded"));
                run.stripe.refundByHand(run.intent(payment), 300);
                String refund = run.stripe.refundByHand(run.intent(payment), 600);
                run.stripe.failRefund(refund);
                String dispute = run.stripe.dispute(run.intent(payment), 300, false);
                run.stripe.closeDispute(dispute, seed % 2 == 0);
                List<ObjectNode> events = new ArrayList<>(run.stripe.events());
                Collections.shuffle(events, new Random(seed));
                events.forEach(
                        event -> assertThat(run.deliver(event).statusCode()).isEqualTo(200));
                assertThat(run.balance()).as("seed %d", seed).isEqualTo(seed % 2 == 0 ? 75 : 50);
                assertThat(run.credit().getString("receivable")).isEqualTo("0");
            }
        }
    }

    @Test
    void aRefundToldBeforeItsPaymentIsBookedAfterIt() {
        String payment = stage.pay(100);
        String intent =
                stage.event("payment_intent.succeeded").at("/data/object/id").asText();
        stage.stripe.refundByHand(intent, 300);
        assertThat(stage.deliver(stage.event("refund.updated")).jsonPath().getString("outcome"))
                .isEqualTo("booked");
        assertThat(stage.balance()).isEqualTo(75);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(75);
        assertThat(stage.payment(payment).getLong("refunded")).isEqualTo(300);
    }

    @Test
    void anEventDelayedByAWeekStillCounts() {
        stage.pay(100);
        clock.moveBy(Duration.ofDays(7));
        ObjectNode event = stage.event("checkout.session.completed");
        String body = event.toString();
        Response answer = post(body, stage.stripe.sign(body, clock.instant().getEpochSecond()));
        assertThat(answer.jsonPath().getString("outcome")).isEqualTo("booked");
        assertThat(stage.balance()).isEqualTo(100);
    }

    @Test
    void aCallReplayedAWeekLaterIsRefusedAndTheEventToldAgainIsADuplicate() {
        stage.pay(100);
        String body = stage.event("checkout.session.completed").toString();
        String signature = stage.stripe.sign(body, Instant.now().getEpochSecond());
        assertThat(post(body, signature).jsonPath().getString("outcome")).isEqualTo("booked");
        clock.moveBy(Duration.ofDays(7));
        assertThat(post(body, signature).statusCode()).isEqualTo(400);
        String fresh = stage.stripe.sign(body, clock.instant().getEpochSecond());
        assertThat(post(body, fresh).jsonPath().getString("outcome")).isEqualTo("duplicate");
        assertThat(stage.balance()).isEqualTo(100);
    }

    @Test
    void aForgedCallIs400AndLeavesATrace() {
        stage.pay(100);
        String body = stage.event("checkout.session.completed").toString();
        long now = Instant.now().getEpochSecond();
        long before = forgeries();
        String right = stage.stripe.sign(body, now);
        List<Response> refused = List.of(
                post(body, null),
                post(body, ""),
                post(body, "t=" + now + ",v1=00"),
                post(body, FakeStripe.sign(body, now, List.of("whsec_stolen"))),
                post(body.replace("usd", "cny"), right),
                post(body, right.replace("v1=", "v0=")),
                post(body, right.replace("t=" + now, "t=" + (now + 1))),
                post("not json", stage.stripe.sign("not json", now)));
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.jsonPath().getString("error.param")).isEqualTo("stripe-signature");
        });
        assertThat(forgeries()).isEqualTo(before + refused.size());
        assertThat(stage.number("SELECT count(DISTINCT reason) FROM payment_forgery"))
                .isGreaterThanOrEqualTo(3);
        assertThat(stage.balance()).isZero();
    }

    @Test
    void aFloodOfForgedCallsIsCountedToTheLast() {
        long before = forgeries();
        assertThat(IntStream.range(0, 60).parallel().map(_ -> post("{}", "t=1,v1=00")
                        .statusCode()))
                .containsOnly(400);
        await().atMost(Duration.ofSeconds(10)).until(() -> forgeries() == before + 60);
    }

    @Test
    void bothSecretsHoldWhileOneIsReplacedByTheOther() {
        stage.pay(100);
        String body = stage.event("checkout.session.completed").toString();
        String old = FakeStripe.sign(body, Instant.now().getEpochSecond(), List.of(StripeProfile.OLD_SECRET));
        assertThat(post(body, old).jsonPath().getString("outcome")).isEqualTo("booked");
        assertThat(stage.balance()).isEqualTo(100);
    }

    @Test
    void aFailureHalfWayLeavesNothingAndTheNextTryDoesAllOfIt() {
        stage.pay(100);
        ObjectNode event = stage.event("checkout.session.completed");
        TestBooks.execute(
                pool,
                "CREATE FUNCTION break_half_way() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE EXCEPTION 'half-way'; END $$");
        TestBooks.execute(
                pool,
                "CREATE TRIGGER half_way BEFORE INSERT ON credit_lot FOR EACH ROW EXECUTE FUNCTION break_half_way()");
        try {
            assertThat(stage.deliver(event).statusCode()).isEqualTo(500);
            assertThat(stage.balance()).isZero();
            assertThat(stage.entries("top_up")).isZero();
            assertThat(stage.number(
                            "SELECT count(*) FROM payment_event WHERE id = $1",
                            event.path("id").asText()))
                    .isZero();
        } finally {
            TestBooks.execute(pool, "DROP TRIGGER half_way ON credit_lot");
            TestBooks.execute(pool, "DROP FUNCTION break_half_way");
        }
        assertThat(stage.deliver(event).jsonPath().getString("outcome")).isEqualTo("booked");
        assertThat(stage.balance()).isEqualTo(100);
    }

    @Test
    void unknownTypesAndOthersPaymentsAreKeptAndIgnored() {
        stage.pay(100);
        ObjectNode event = stage.event("checkout.session.completed");
        event.put("id", "evt_other").put("type", "customer.tax_id.created");
        assertThat(stage.deliver(event).jsonPath().getString("outcome")).isEqualTo("ignored");
        assertThat(stage.text("SELECT type FROM payment_event WHERE id = 'evt_other'"))
                .isEqualTo("customer.tax_id.created");
        ObjectNode others = stage.event("checkout.session.completed");
        others.put("id", "evt_others");
        ((ObjectNode) others.at("/data/object"))
                .put("client_reference_id", "pay_of_another")
                .put("payment_intent", "pi_x");
        ((ObjectNode) others.at("/data/object/metadata")).put("tollgate_payment", "pay_of_another");
        assertThat(stage.deliver(others).jsonPath().getString("outcome")).isEqualTo("ignored");
        ObjectNode live = stage.event("checkout.session.completed");
        live.put("id", "evt_live").put("livemode", true);
        assertThat(stage.deliver(live).jsonPath().getString("outcome")).isEqualTo("ignored");
        assertThat(stage.balance()).isZero();
    }

    @Test
    void aPaymentOfAnotherAmountIsNotBooked() {
        stage.pay(100);
        ObjectNode event = stage.event("checkout.session.completed");
        event.put("id", "evt_short");
        ((ObjectNode) event.at("/data/object")).put("amount_total", 1);
        assertThat(stage.deliver(event).jsonPath().getString("outcome")).isEqualTo("unfit");
        assertThat(stage.balance()).isZero();
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(100);
    }

    @Test
    void anExpiredPageThatWasPaidAfterAllIsPaid() {
        JsonPath payment = stage.checkout(100);
        stage.stripe.pay(session(payment), "4000000000000002");
        stage.deliverAll();
        assertThat(stage.payment(payment.getString("id")).getString("status")).isEqualTo("pending");
        ObjectNode expired = expired(payment);
        stage.stripe.pay(session(payment), CARD);
        assertThat(stage.deliver(expired).jsonPath().getString("outcome")).isEqualTo("noted");
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(100);
        assertThat(stage.payment(payment.getString("id")).getString("status")).isEqualTo("paid");
    }

    @Test
    void moneyThatComesLaterIsBookedWhenItComes() {
        JsonPath payment = stage.checkout(100);
        stage.stripe.payLater(session(payment));
        assertThat(stage.deliver(stage.event("checkout.session.completed"))
                        .jsonPath()
                        .getString("outcome"))
                .isEqualTo("ignored");
        assertThat(stage.balance()).isZero();
        stage.deliver(stage.event("checkout.session.async_payment_succeeded"));
        assertThat(stage.balance()).isEqualTo(100);
    }

    @Test
    void twoPartialRefundsAndAChargebackAfterThem() {
        String payment = stage.buy(100);
        stage.refund(25L);
        stage.refund(25L);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(50);
        assertThat(stage.payment(payment).getLong("refunded")).isEqualTo(600);
        stage.spend(30);
        stage.stripe.dispute(stage.intent(payment), 600, false);
        stage.deliverAll();
        assertThat(stage.balance()).isZero();
        assertThat(stage.credit().getString("receivable")).isEqualTo(Long.toString(30 * CREDIT));
        assertThat(stage.credit().getBoolean("frozen")).isTrue();
        assertThat(stage.payment(payment).getLong("disputed")).isEqualTo(600);
        stage.waiting();
        stage.stripe.events().forEach(stage::deliver);
        assertThat(stage.credit().getString("receivable")).isEqualTo(Long.toString(30 * CREDIT));
    }

    @Test
    void aDisputeTakesTheCreditOfItsOwnPayment() {
        String first = stage.buy(100);
        String second = stage.buy(100);
        stage.stripe.dispute(stage.intent(second), 1200, false);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(100);
        String refund = stage.refund(100L);
        stage.deliverAll();
        assertThat(stage.refundView(refund).<String>getList("parts.payment_id")).containsExactly(first);
        assertThat(stage.refundView(refund).getString("status")).isEqualTo("refunded");
        assertThat(stage.balance()).isZero();
    }

    @Test
    void aPaymentThatIsPaidASecondTimeIsNotSwallowed() {
        stage.buy(100);
        ObjectNode event = stage.event("checkout.session.completed");
        event.put("id", "evt_twice");
        ((ObjectNode) event.at("/data/object")).put("payment_intent", "pi_second");
        assertThat(stage.deliver(event).jsonPath().getString("outcome")).isEqualTo("unfit");
        assertThat(stage.balance()).isEqualTo(100);
    }

    /// Its money came and went back: nothing of the account's pays for that.
    @Test
    void aRefundOrDisputeOfAPaymentThatIsNotInTheBooksTakesNothing() {
        String payment = stage.pay(100);
        String intent =
                stage.event("payment_intent.succeeded").at("/data/object/id").asText();
        stage.stripe.refundByHand(intent, 300);
        stage.stripe.dispute(intent, 900, false);
        stage.number(
                "WITH changed AS (UPDATE payment SET amount = 1199 WHERE id = $1 RETURNING 1) SELECT 1::bigint",
                payment);
        stage.buy(50);
        assertThat(stage.balance()).isEqualTo(50);
        assertThat(stage.credit().getBoolean("frozen")).isFalse();
        assertThat(stage.number(
                        "SELECT count(*) FROM payment_event WHERE payment_id = $1 AND outcome = 'unfit'", payment))
                .isEqualTo(6);
    }

    @Test
    void aDisputeThatIsWonGivesTheCreditBackAndAnInquiryTakesNone() {
        String payment = stage.buy(100);
        stage.stripe.dispute(stage.intent(payment), 1200, true);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(100);
        assertThat(stage.credit().getBoolean("frozen")).isFalse();
        stage.spend(40);
        String dispute = stage.stripe.dispute(stage.intent(payment), 1200, false);
        stage.deliverAll();
        assertThat(stage.credit().getString("receivable")).isEqualTo(Long.toString(40 * CREDIT));
        stage.stripe.closeDispute(dispute, true);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(60);
        assertThat(stage.credit().getString("receivable")).isEqualTo("0");
    }

    private static ObjectNode expired(JsonPath payment) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", "evt_" + payment.getString("id")).put("type", "checkout.session.expired");
        event.put("created", 1).put("livemode", false);
        event.putObject("data")
                .putObject("object")
                .put("id", session(payment))
                .put("client_reference_id", payment.getString("id"))
                .put("status", "expired")
                .put("payment_status", "unpaid");
        return event;
    }

    private PaymentStage another() {
        stage.close();
        stage = new PaymentStage(pool, ledger, lots);
        return stage;
    }

    private long forgeries() {
        return stage.number("SELECT coalesce(sum(calls), 0)::bigint FROM payment_forgery");
    }
}
