package dev.tollgate.billing.payment;

import static dev.tollgate.billing.payment.PaymentStage.CARD;
import static dev.tollgate.billing.payment.PaymentStage.CREDIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.TestClock;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Stripe forgets after a day which calls it did under which idempotency key: what got lost before that is looked
/// for, never done twice.
@QuarkusTest
@TestProfile(StripeProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class LostAnswersServiceTest {
    private static final Duration LATER = Duration.ofHours(25);

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
    void aRefundOfYesterdayIsLookedForBeforeItIsSentAgain() {
        stage.buy(100);
        stage.stripe.loseAnswers(2);
        String refund = stage.refund(50L);
        assertThat(stage.refundView(refund).getString("parts[0].status")).isEqualTo("held");
        aDayLater();
        refunds.round().await().indefinitely();
        clock.reset();
        assertThat(stage.stripe.objects("refund")).hasSize(1);
        assertThat(stage.refundView(refund).getString("status")).isEqualTo("refunded");
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(50);
    }

    @Test
    void aRefundThatStripeNeverHeardOfIsSentADayLater() {
        stage.buy(100);
        stage.stripe.refuseCalls(true);
        String refund = stage.refund(50L);
        stage.stripe.refuseCalls(false);
        assertThat(stage.refundView(refund).getString("parts[0].status")).isEqualTo("held");
        aDayLater();
        refunds.round().await().indefinitely();
        clock.reset();
        assertThat(stage.stripe.objects("refund")).hasSize(1);
        stage.deliverAll();
        assertThat(stage.refundView(refund).getString("status")).isEqualTo("refunded");
    }

    @Test
    void anAutomaticTopUpOfYesterdayIsLookedForAndNotChargedAgain() {
        autoTopUp();
        stage.stripe.loseAnswers(2);
        autoTopUps.round().await().indefinitely();
        assertThat(stage.stripe.objects("payment_intent")).hasSize(2);
        aDayLater();
        autoTopUps.round().await().indefinitely();
        clock.reset();
        assertThat(stage.stripe.objects("payment_intent")).hasSize(2);
        assertThat(stage.balance()).isEqualTo(120);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(120);
        assertThat(stage.number("SELECT count(*) FROM auto_top_up WHERE account_id = $1 AND enabled", stage.account))
                .isEqualTo(1);
    }

    @Test
    void anAutomaticTopUpThatStripeNeverHeardOfIsOverADayLater() {
        autoTopUp();
        stage.stripe.refuseCalls(true);
        autoTopUps.round().await().indefinitely();
        stage.stripe.refuseCalls(false);
        aDayLater();
        autoTopUps.round().await().indefinitely();
        clock.reset();
        assertThat(stage.stripe.objects("payment_intent")).hasSize(1);
        assertThat(stage.text("SELECT stopped FROM auto_top_up WHERE account_id = $1", stage.account))
                .isEqualTo("the provider did not answer");
    }

    @Test
    void aPageWhoseAnswerWasLostIsNotOpenedAgainADayLater() {
        stage.stripe.loseAnswers(2);
        Map<String, Object> command = Map.of("amount", 1200, "idempotency_key", "lost");
        assertThat(stage.checkout(command).statusCode()).isEqualTo(503);
        aDayLater();
        assertThat(stage.checkout(command).statusCode()).isEqualTo(409);
        assertThat(stage.stripe.objects("checkout.session")).hasSize(1);
        clock.reset();
        stage.stripe.pay(
                stage.stripe.objects("checkout.session").getFirst().path("id").asText(), CARD);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(100);
    }

    /// Given up, as Stripe refused it; and then it is told to have gone through: money never leaves unbooked.
    @Test
    void aRefundThatWasGivenUpAndWentThroughIsBookedAndMayStillComeBack() {
        String payment = stage.buy(100);
        stage.stripe.refuseRefunds("charge_disputed");
        String request = stage.refund(50L);
        assertThat(stage.refundView(request).getString("parts[0].failure")).isEqualTo("charge_disputed");
        assertThat(stage.balance()).isEqualTo(100);
        String ours = stage.refundView(request).getString("parts[0].id");
        stage.spend(70);
        String theirs = stage.stripe.refund(stage.intent(payment), 600, Map.of("tollgate_refund", ours));
        stage.deliverAll();
        assertThat(stage.balance()).isZero();
        assertThat(stage.credit().getString("receivable")).isEqualTo(Long.toString(20 * CREDIT));
        assertThat(stage.refundView(request).getString("status")).isEqualTo("refunded");
        PaymentStage.verify();
        stage.stripe.failRefund(theirs);
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(30);
        assertThat(stage.credit().getString("receivable")).isEqualTo("0");
        assertThat(stage.refundView(request).getString("status")).isEqualTo("failed");
    }

    /// A key that was withdrawn says nothing about what was done with it before.
    @Test
    void aKeyThatIsNotAllowedIsNoRefusalOfTheRefund() {
        stage.buy(100);
        stage.stripe.refuseCalls(true);
        String refund = stage.refund(50L);
        stage.stripe.refuseCalls(false);
        assertThat(stage.refundView(refund).getString("parts[0].status")).isEqualTo("held");
        assertThat(stage.balance()).isEqualTo(50);
        clock.moveBy(Duration.ofMinutes(1));
        refunds.round().await().indefinitely();
        clock.reset();
        stage.deliverAll();
        assertThat(stage.refundView(refund).getString("status")).isEqualTo("refunded");
    }

    private void aDayLater() {
        stage.stripe.forgetKeys();
        clock.moveBy(LATER);
    }

    /// 100 credits by a card that is kept, and 20 more whenever there are less than 500.
    private void autoTopUp() {
        String card = stage.buyAndSave(CARD);
        assertThat(stage.setAutoTopUp(card, 500, 20, 2400).statusCode()).isEqualTo(200);
    }
}
