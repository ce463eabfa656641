package dev.tollgate.billing.payment;

import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.payment.PaymentStage.CREDIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.TestBooks;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Without a key of Stripe's nothing can be bought, billing says so, and all else works.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PaymentsOffServiceTest {
    private final String account = TestBooks.newAccount();
    private final String path = "/internal/v1/payments/accounts/" + account;

    @Test
    void topUpsAreReportedAsOffAndRefused() {
        JsonPath options = inner().get("/internal/v1/payments/options").jsonPath();
        assertThat(options.getBoolean("enabled")).isFalse();
        assertThat(options.<List<String>>getList("currencies.methods"))
                .isNotEmpty()
                .allMatch(List::isEmpty);
        off(inner().body(Map.of("amount", 1200)).post(path + "/checkouts"));
        off(inner().get(path + "/methods"));
        off(inner().body(Map.of(
                        "enabled",
                        true,
                        "threshold",
                        "1",
                        "credits",
                        "5000000000",
                        "monthly_cap",
                        60,
                        "payment_method",
                        "pm_1"))
                .put(path + "/auto-top-up"));
    }

    private static void off(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.jsonPath().getString("error.message")).contains("Payments are off here");
    }

    @Test
    void whatNeedsNoProviderWorks() {
        inner().body(Map.of("amount", Long.toString(5 * CREDIT), "idempotency_key", "g"))
                .post("/internal/v1/credit/" + account + "/gifts")
                .then()
                .statusCode(200);
        assertThat(inner().get("/internal/v1/credit/" + account).jsonPath().getString("balance"))
                .isEqualTo(Long.toString(5 * CREDIT));
        assertThat(inner().get(path).jsonPath().getList("data")).isEmpty();
        inner().body(Map.of("enabled", false)).put(path + "/auto-top-up").then().statusCode(200);
    }

    @Test
    void everyWebhookIsForged() {
        Response answer = PaymentStage.post("{}", "t=1,v1=00");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error.param")).isEqualTo("stripe-signature");
    }
}
