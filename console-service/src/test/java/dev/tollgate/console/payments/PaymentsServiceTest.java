package dev.tollgate.console.payments;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static dev.tollgate.console.Console.post;
import static dev.tollgate.console.Console.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import dev.tollgate.contract.billing.v1.CheckoutCommand;
import dev.tollgate.contract.billing.v1.RefundCommand;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class PaymentsServiceTest {
    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeersThatWereAskedNothingWrong() {
        peers.close();
        assertThat(peers.violations()).isEmpty();
    }

    @Test
    void aCheckoutCarriesItsKeyToBilling() throws IOException {
        call().header("Idempotency-Key", "once")
                .body("{\"credits\":\"100000000000\",\"method\":\"card\"}")
                .post("/accounts/acct_1/checkouts")
                .then()
                .statusCode(200)
                .body("checkout_url", equalTo("https://pay.example/1"));
        assertThat(peers.billing.calls().getLast().read(CheckoutCommand.class))
                .isEqualTo(new CheckoutCommand("100000000000", null, null, "card", null, "once"));
        isError(
                call().header("Idempotency-Key", "one")
                        .body("{\"amount\":1200,\"idempotency_key\":\"other\"}")
                        .post("/accounts/acct_1/checkouts")
                        .then(),
                400,
                "invalid_request_error",
                "invalid_value",
                "idempotency_key");
    }

    @Test
    void nothingIsBoughtForAnAccountThatIsNotThere() {
        isError(post("/accounts/acct_none/checkouts", "{\"amount\":1200}"), 404, "not_found_error", "not_found", null);
        assertThat(peers.billing.calls()).isEmpty();
    }

    @Test
    void paymentsCardsAndAutomaticTopUpsAreBillings() {
        get("/accounts/acct_1/payments?limit=1").statusCode(200).body("data[0].id", equalTo("pay_1"));
        assertThat(peers.billing.calls().getLast().query()).containsEntry("limit", "1");
        get("/accounts/acct_1/payments/pay_1").statusCode(200).body("status", equalTo("pending"));
        get("/accounts/acct_1/payment-methods").statusCode(200).body("[0].last4", equalTo("4242"));
        call().delete("/accounts/acct_1/payment-methods/pm_1").then().statusCode(204);
        get("/accounts/acct_1/auto-top-up").statusCode(200).body("enabled", equalTo(false));
        put("/accounts/acct_1/auto-top-up", "{\"enabled\":false}").statusCode(200);
        assertThat(peers.billing.calls().getLast().body()).contains("\"enabled\":false");
        get("/payment-options").statusCode(200).body("test", equalTo(true));
    }

    @Test
    void whomMailsGoToIsBillings() {
        get("/accounts/acct_1/billing-contact").statusCode(200).body("email", equalTo("pay@example.com"));
        put("/accounts/acct_1/billing-contact", "{\"email\":\"pay@example.com\"}")
                .statusCode(200);
        assertThat(peers.billing.calls().getLast().body()).isEqualTo("{\"email\":\"pay@example.com\"}");
    }

    @Test
    void refundsAreAskedForAndDecided() throws IOException {
        call().header("Idempotency-Key", "back")
                .body("{\"reason\":\"unused\"}")
                .post("/accounts/acct_1/refunds")
                .then()
                .statusCode(200)
                .body("id", equalTo("rfr_1"));
        assertThat(peers.billing.calls().getLast().read(RefundCommand.class))
                .isEqualTo(new RefundCommand(null, "unused", "back"));
        get("/accounts/acct_1/refunds").statusCode(200).body("data[0].id", equalTo("rfr_1"));
        get("/refunds?limit=1").statusCode(200).body("data[0].id", equalTo("rfr_1"));
        assertThat(peers.billing.calls().getLast().query()).containsEntry("limit", "1");
        get("/refunds/rfr_1").statusCode(200);
        post("/refunds/rfr_1/approve", "{\"note\":\"fine\"}").statusCode(200);
        assertThat(peers.billing.calls().getLast().body()).isEqualTo("{\"note\":\"fine\"}");
        post("/refunds/rfr_1/deny", "{}").statusCode(200);
        assertThat(peers.billing.calls().getLast().path()).isEqualTo("/refunds/rfr_1/deny");
    }

    @Test
    void anEventIsHandedOnByteForByteWithoutAToken() {
        String body = "{ \"id\" : \"evt_1\",\n \"amount\": 1.0, \"name\": \"Zo\u00eb\" }";
        given().contentType("application/json; charset=utf-8")
                .header("stripe-signature", "t=1,v1=right")
                .body(body)
                .post("/webhooks/stripe")
                .then()
                .statusCode(200)
                .body("outcome", equalTo("booked"));
        assertThat(peers.billing.calls().getLast().body()).isEqualTo(body);
    }

    @Test
    void aForgedEventIs400AndABrokenBilling503ForAnotherTry() {
        given().contentType(ContentType.JSON)
                .header("stripe-signature", "t=1,v1=wrong")
                .body("{}")
                .post("/webhooks/stripe")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("stripe-signature"));
        peers.billing.failWith(500, 1);
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/webhooks/stripe")
                .then()
                .statusCode(503);
    }

    @Test
    void onlyTheWebhookIsOpen() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/accounts/acct_1/checkouts")
                .then()
                .statusCode(401);
        for (String path : new String[] {
            "/webhooks/stripe/../../api/v1/refunds/rfr_1/approve",
            "/webhooks/stripe/%2e%2e/%2e%2e/api/v1/refunds/rfr_1/approve",
            "/api/v1/refunds/rfr_1/approve;/webhooks/stripe",
            "//api/v1/refunds/rfr_1/approve"
        }) {
            assertThat(given().urlEncodingEnabled(false)
                            .contentType(ContentType.JSON)
                            .body("{}")
                            .post(path)
                            .statusCode())
                    .as(path)
                    .isIn(401, 404);
        }
        assertThat(peers.billing.calls()).isEmpty();
    }
}
