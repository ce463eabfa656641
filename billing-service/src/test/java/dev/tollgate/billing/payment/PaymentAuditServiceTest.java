package dev.tollgate.billing.payment;

import static dev.tollgate.billing.TestBooks.audit;
import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.told;
import static dev.tollgate.billing.payment.PaymentStage.CARD;
import static dev.tollgate.billing.payment.PaymentStage.CREDIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the audit log tells an account's owners about its payments.
@QuarkusTest
@TestProfile(StripeProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PaymentAuditServiceTest {
    @Inject
    Pool pool;

    @Inject
    Ledger ledger;

    @Inject
    Lots lots;

    @Inject
    AutoTopUps autoTopUps;

    private PaymentStage stage;

    @BeforeEach
    void begin() {
        stage = new PaymentStage(pool, ledger, lots);
    }

    @AfterEach
    void end() {
        stage.close();
        PaymentStage.verify();
    }

    @Test
    void whatAutomaticTopUpsWereAndAre() {
        String card = stage.buyAndSave(CARD);
        stage.setAutoTopUp(card, 5, 20, 2400);
        stage.setAutoTopUp(card, 5, 20, 4800);
        inner().body(Map.of("enabled", false)).put(stage.autoTopUpPath()).then().statusCode(200);
        List<AuditEntryView> entries = entries("auto_top_up.set");
        assertThat(entries)
                .extracting(entry -> told(entry.before(), "enabled"), entry -> told(entry.after(), "enabled"))
                .containsExactly(tuple(true, false), tuple(true, true), tuple(false, true));
        assertThat(entries)
                .extracting(entry -> told(entry.before(), "monthly_cap"), entry -> told(entry.after(), "monthly_cap"))
                .containsExactly(tuple(4800, 4800), tuple(2400, 4800), tuple(null, 2400));
        assertThat(told(entries.getLast().after(), "threshold")).isEqualTo(Long.toString(5 * CREDIT));
    }

    @Test
    void thatAnAutomaticTopUpStoppedItself() {
        String card = stage.buyAndSave("4000000000000341");
        stage.setAutoTopUp(card, 500, 20, 2400);
        round();
        round();
        assertThat(entries("auto_top_up.stop")).singleElement().satisfies(stopped -> {
            assertThat(told(stopped.before(), "enabled")).isEqualTo(true);
            assertThat(told(stopped.after(), "enabled")).isEqualTo(false);
            assertThat(told(stopped.after(), "stopped")).isEqualTo("generic_decline");
        });
    }

    @Test
    void whatARefundWasBeforeItWasDecided() {
        String bought = stage.buy(100);
        String denied = inner().body(Map.of("credits", Long.toString(20 * CREDIT)))
                .post("/internal/v1/payments/accounts/" + stage.account + "/refunds")
                .jsonPath()
                .getString("id");
        inner().body(Map.of("note", "by a test"))
                .post("/internal/v1/refunds/" + denied + "/deny")
                .then()
                .statusCode(200);
        String approved = stage.refund(10L);
        assertThat(entries("refund.request")).extracting(AuditEntryView::before).containsExactly(null, null);
        assertThat(entries("refund.deny")).singleElement().satisfies(entry -> {
            assertThat(told(entry.before(), "id")).isEqualTo(denied);
            assertThat(told(entry.before(), "status")).isEqualTo("requested");
            assertThat(told(entry.after(), "status")).isEqualTo("denied");
            assertThat(told(entry.after(), "note")).isEqualTo("by a test");
        });
        assertThat(entries("refund.approve")).singleElement().satisfies(entry -> {
            assertThat(told(entry.before(), "status")).isEqualTo("requested");
            assertThat(told(entry.after(), "id")).isEqualTo(approved);
            assertThat(told(entry.after(), "status")).isEqualTo("approved");
            assertThat(told(entry.after(), "parts.payment_id")).isEqualTo(List.of(bought));
            assertThat(told(entry.after(), "parts.credits")).isEqualTo(List.of(Long.toString(10 * CREDIT)));
        });
    }

    @Test
    void whichCardWasForgotten() {
        String card = stage.buyAndSave(CARD);
        String path = "/internal/v1/payments/accounts/" + stage.account + "/methods/";
        assertThat(inner().delete(path + "pm_of_somebody_else").statusCode()).isEqualTo(404);
        stage.setAutoTopUp(card, 5, 20, 2400);
        assertThat(inner().delete(path + card).statusCode()).isEqualTo(409);
        assertThat(entries("payment_method.forget")).isEmpty();
        inner().body(Map.of("enabled", false)).put(stage.autoTopUpPath()).then().statusCode(200);
        assertThat(inner().delete(path + card).statusCode()).isEqualTo(204);
        assertThat(entries("payment_method.forget")).singleElement().satisfies(entry -> {
            assertThat(entry.subject()).isEqualTo(card);
            assertThat(told(entry.before(), "last4")).isEqualTo("4242");
            assertThat(entry.after()).isEqualTo("{}");
        });
    }

    @Test
    void whomMailsWentToBefore() {
        String contact = "/internal/v1/billing-contacts/" + stage.account;
        inner().body(Map.of("email", "old@example.com")).put(contact).then().statusCode(200);
        inner().body(Map.of("email", "new@example.com")).put(contact).then().statusCode(200);
        inner().body(Map.of()).put(contact).then().statusCode(200);
        assertThat(entries("billing_contact.set"))
                .extracting(entry -> told(entry.before(), "email"), entry -> told(entry.after(), "email"))
                .containsExactly(
                        tuple("new@example.com", null),
                        tuple("old@example.com", "new@example.com"),
                        tuple(null, "old@example.com"));
    }

    @Test
    void thatADisputeFrozeTheAccount() {
        String bought = stage.buy(100);
        assertThat(entries("payment.create")).singleElement().satisfies(entry -> assertThat(told(entry.after(), "id"))
                .isEqualTo(bought));
        stage.stripe.dispute(stage.intent(bought), 1200, false);
        stage.deliverAll();
        assertThat(entries("credit.freeze")).singleElement().satisfies(entry -> {
            assertThat(told(entry.before(), "frozen")).isEqualTo(false);
            assertThat(told(entry.after(), "frozen")).isEqualTo(true);
        });
    }

    /// As the account's owners may read them.
    private List<AuditEntryView> entries(String action) {
        return audit("limit=100&account_id=" + stage.account).stream()
                .filter(entry -> entry.action().equals(action))
                .toList();
    }

    private void round() {
        autoTopUps.round().await().indefinitely();
        stage.deliverAll();
    }
}
