package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Money comes in and goes back through the whole suite: the management API, the fake Stripe's page, its signed
/// events at the console's door, the balance, and calls of a model that are paid by it.
class PaymentsE2e {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long CREDITS = 50;

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);

    @Test
    void aTopUpOnTheTestPagePaysForCallsAndWhatIsLeftGoesBack() throws IOException {
        Suite.Customer customer = suite.customer(0, "");
        String account = "/accounts/" + customer.account();
        assertThat(suite.ask(1, customer.secret(), Suite.hello("demo")).statusCode())
                .isEqualTo(402);

        suite.manage("PUT", account + "/billing-contact", "{\"email\":\"" + customer.account() + "@example.com\"}");
        JsonNode payment =
                suite.manage("POST", account + "/checkouts", "{\"credits\":\"" + CREDITS * Suite.CREDIT + "\"}");
        assertThat(payment.get("amount").longValue()).isEqualTo(CREDITS * 12);
        URI page = URI.create(payment.get("checkout_url").textValue());
        HttpResponse<String> shown = suite.send(HttpRequest.newBuilder(page).build());
        assertThat(shown.body()).contains("Test money").contains("6.00 USD");
        HttpResponse<String> paid = suite.send(HttpRequest.newBuilder(URI.create(page + "/pay"))
                .POST(BodyPublishers.ofString("card=4242424242424242"))
                .build());
        assertThat(paid.statusCode()).isEqualTo(303);
        URI back = URI.create(paid.headers().firstValue("location").orElseThrow());
        assertThat(back.getQuery()).contains("outcome=paid", payment.get("id").textValue());
        assertThat(back.getPath()).isEqualTo("/billing/return");

        await().atMost(SOON).until(() -> books.balance(customer) == CREDITS * Suite.CREDIT);
        await().atMost(SOON)
                .until(() ->
                        suite.ask(1, customer.secret(), Suite.hello("demo")).statusCode() == 200);
        await().atMost(SOON).until(() -> books.balance(customer) < CREDITS * Suite.CREDIT);
        refundTheRest(customer, account);
        books.verify();
        await().atMost(SOON).until(() -> mails(customer).size() == 2);
        assertThat(mails(customer).get(0)).contains("Subject: Receipt: 50 credits", "Paid: 6.00 USD by card");
        assertThat(mails(customer).get(1)).contains("Subject: Refund of ");
    }

    /// What was written to the customer, the oldest first.
    private List<String> mails(Suite.Customer customer) throws IOException {
        try (Stream<Path> files = Files.list(suite.mails())) {
            List<String> mails = new ArrayList<>();
            for (Path mail : files.filter(file -> file.toString().contains(customer.account()))
                    .sorted()
                    .toList()) {
                mails.add(Files.readString(mail));
            }
            return mails;
        }
    }

    /// All that is free goes back but for what is smaller than a cent.
    private void refundTheRest(Suite.Customer customer, String account) {
        JsonNode asked = suite.manage("POST", account + "/refunds", "{\"reason\":\"unused\"}");
        assertThat(asked.get("status").textValue()).isEqualTo("requested");
        String path = "/refunds/" + asked.get("id").textValue();
        long before = books.balance(customer);
        long held = suite.manage("POST", path + "/approve", "{}")
                .at("/parts/0/credits")
                .asLong();
        assertThat(held).isBetween(1L, before);
        await().atMost(SOON).until(() -> suite.manage("GET", path, null)
                .get("status")
                .textValue()
                .equals("refunded"));
        assertThat(books.balance(customer)).isEqualTo(before - held);
    }

    @Test
    void aForgedEventAtTheOpenDoorIs400() {
        HttpResponse<String> answer =
                suite.send(HttpRequest.newBuilder(suite.stack().consoleUrl().resolve("/webhooks/stripe"))
                        .header("content-type", "application/json")
                        .header("stripe-signature", "t=" + System.currentTimeMillis() / 1000 + ",v1=00")
                        .POST(BodyPublishers.ofString("{\"id\":\"evt_1\",\"type\":\"checkout.session.completed\"}"))
                        .build());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Suite.json(answer.body()).at("/error/param").textValue()).isEqualTo("stripe-signature");
    }
}
