package dev.tollgate.local.fake.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fake refuses what Stripe refuses, in Stripe's words: tests that pass with it mean something.
class FakeStripeTest {
    private static final String KEY = "sk_test_1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CARD = "4242424242424242";
    private static final String SESSION = "mode=payment&success_url=http://here/paid&payment_method_types[0]=card"
            + "&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd"
            + "&line_items[0][price_data][unit_amount]=1200&line_items[0][price_data][product_data][name]=100+credits";

    @TempDir
    private Path folder;

    private FakeStripe stripe = FakeStripe.start(new FakeStripeSettings(KEY, List.of("whsec_1"), null, null), 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        stripe.close();
        http.close();
    }

    @Test
    void takesOneKeyOnly() throws Exception {
        HttpRequest.Builder call = HttpRequest.newBuilder(stripe.baseUrl().resolve("/v1/customers"))
                .header("content-type", "application/x-www-form-urlencoded");
        for (String header : List.of("Bearer sk_test_2", "Bearer ", "sk_test_1")) {
            HttpResponse<String> answer = http.send(
                    call.setHeader("authorization", header)
                            .POST(BodyPublishers.ofString(""))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(JSON.readTree(answer.body()).at("/error/type").asText()).isEqualTo("invalid_request_error");
        }
        assertThat(stripe.objects("customer")).isEmpty();
    }

    @Test
    void refusesUnknownMissingAndEmptyParametersAndNamesThem() throws Exception {
        refused("/v1/customers", "tollgate=1", "parameter_unknown", "tollgate");
        refused(
                "/v1/checkout/sessions",
                SESSION + "&line_items[0][colour]=red",
                "parameter_unknown",
                "line_items[0][colour]");
        refused("/v1/checkout/sessions", SESSION.replace("mode=payment&", ""), "parameter_missing", "mode");
        refused(
                "/v1/checkout/sessions",
                SESSION.replace("http://here/paid", ""),
                "parameter_invalid_empty",
                "success_url");
        refused("/v1/checkout/sessions", SESSION.replace("=payment&", "=gift&"), "parameter_invalid_enum", "mode");
        refused(
                "/v1/checkout/sessions",
                SESSION.replace("=1200", "=12.00"),
                "parameter_invalid_integer",
                "line_items[0][price_data][unit_amount]");
        refused("/v1/checkout/sessions", SESSION.replace("=1200", "=49"), "amount_too_small", "amount");
        refused(
                "/v1/checkout/sessions",
                SESSION.replace("=card", "=alipay").replace("=usd", "=eur"),
                "payment_method_invalid_parameter",
                "currency");
        refused(
                "/v1/checkout/sessions",
                SESSION.replace("=card", "=wechat_pay").replace("=usd", "=cny"),
                "parameter_missing",
                "payment_method_options[wechat_pay][client]");
        assertThat(stripe.objects("checkout.session")).isEmpty();
    }

    @Test
    void whatIsNotThereIs404() throws Exception {
        assertThat(get("/v1/refunds/re_1").statusCode()).isEqualTo(404);
        HttpResponse<String> answer = get("/v1/payment_intents/pi_1");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(error(answer, "code")).isEqualTo("resource_missing");
        assertThat(post("/v1/checkout/sessions", SESSION + "&customer=cus_1", null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("/v1/charges").statusCode()).isEqualTo(404);
    }

    @Test
    void anIdempotencyKeyIsOfOneCallAndGivesItsAnswerAgain() throws Exception {
        HttpResponse<String> first = post("/v1/customers", "description=one", "k1");
        HttpResponse<String> again = post("/v1/customers", "description=one", "k1");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("idempotent-replayed")).contains("true");
        HttpResponse<String> other = post("/v1/customers", "description=two", "k1");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(error(other, "type")).isEqualTo("idempotency_error");
        assertThat(stripe.objects("customer")).hasSize(1);
        stripe.forgetKeys();
        post("/v1/customers", "description=one", "k1");
        assertThat(stripe.objects("customer")).hasSize(2);
    }

    @Test
    void refundsNoMoreThanIsLeftAndNothingThatIsDisputed() throws Exception {
        String intent = paid();
        assertThat(refund(intent, 500).statusCode()).isEqualTo(200);
        refused("/v1/refunds", "payment_intent=" + intent + "&amount=701", "amount_too_large", "amount");
        refused("/v1/refunds", "payment_intent=" + intent + "&amount=0", "parameter_invalid_integer", "amount");
        assertThat(refund(intent, 700).statusCode()).isEqualTo(200);
        refused("/v1/refunds", "payment_intent=" + intent + "&amount=1", "charge_already_refunded", null);
        String disputed = paid();
        stripe.dispute(disputed, 100, true);
        assertThat(refund(disputed, 100).statusCode()).isEqualTo(200);
        stripe.dispute(disputed, 100, false);
        refused("/v1/refunds", "payment_intent=" + disputed + "&amount=100", "charge_disputed", null);
    }

    @Test
    void chargesSavedCardsOfTheirOwnCustomersOnly() throws Exception {
        String customer = customer();
        String card = save(customer, CARD);
        assertThat(charge(customer, card).statusCode()).isEqualTo(200);
        HttpResponse<String> others = charge(customer(), card);
        assertThat(error(others, "code")).isEqualTo("payment_method_customer_mismatch");
        HttpResponse<String> declined = charge(customer, save(customer, "4000000000000341"));
        assertThat(declined.statusCode()).isEqualTo(402);
        assertThat(error(declined, "type")).isEqualTo("card_error");
        assertThat(error(declined, "decline_code")).isEqualTo("generic_decline");
        assertThat(JSON.readTree(declined.body())
                        .at("/error/payment_intent/status")
                        .asText())
                .isEqualTo("requires_payment_method");
    }

    @Test
    void listsByPagesTheNewestFirst() throws Exception {
        String intent = paid();
        refund(intent, 100);
        String last = JSON.readTree(refund(intent, 200).body()).path("id").asText();
        JsonNode list = JSON.readTree(
                get("/v1/refunds?payment_intent=" + intent + "&limit=1").body());
        assertThat(list.path("has_more").asBoolean()).isTrue();
        assertThat(list.at("/data/0/id").asText()).isEqualTo(last);
        assertThat(error(get("/v1/refunds?payment_intent=" + intent + "&limit=101"), "param"))
                .isEqualTo("limit");
        assertThat(error(get("/v1/payment_intents?customer=" + customer() + "&status=all"), "code"))
                .isEqualTo("parameter_unknown");
    }

    @Test
    void aPageIsPaidOnce() throws Exception {
        paid();
        String session =
                stripe.objects("checkout.session").getFirst().path("id").asText();
        HttpResponse<String> again = http.send(
                HttpRequest.newBuilder(stripe.baseUrl().resolve("/pay/" + session + "/pay"))
                        .POST(BodyPublishers.ofString("card=" + CARD))
                        .build(),
                BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(stripe.objects("payment_intent")).hasSize(1);
    }

    @Test
    void tellsAnEventUntilItIsTakenInEachTimeSignedAnew() throws Exception {
        List<String> signatures = new CopyOnWriteArrayList<>();
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            signatures.add(exchange.getRequestHeaders().getFirst("stripe-signature"));
            exchange.sendResponseHeaders(bodies.size() == 1 ? 500 : 200, -1);
            exchange.close();
        });
        shop.start();
        stripe.close();
        stripe = FakeStripe.start(
                new FakeStripeSettings(
                        KEY,
                        List.of("whsec_1", "whsec_2"),
                        URI.create("http://127.0.0.1:" + shop.getAddress().getPort()),
                        null),
                0);
        try {
            post("/v1/checkout/sessions", SESSION, null);
            stripe.expire(
                    stripe.objects("checkout.session").getFirst().path("id").asText());
            await().atMost(Duration.ofSeconds(10)).until(() -> bodies.size() == 2);
            assertThat(bodies.get(1)).isEqualTo(bodies.get(0));
            assertThat(signatures.get(1)).isNotEqualTo(signatures.get(0));
            String time = signatures.get(1).substring(2, signatures.get(1).indexOf(','));
            assertThat(signatures.get(1))
                    .isEqualTo("t=" + time + ",v1=" + hmac("whsec_1", time + "." + bodies.get(1)) + ",v1="
                            + hmac("whsec_2", time + "." + bodies.get(1)));
        } finally {
            shop.stop(0);
        }
    }

    @Test
    void remembersAfterARestart() throws Exception {
        stripe.close();
        FakeStripeSettings settings =
                new FakeStripeSettings(KEY, List.of("whsec_1"), null, folder.resolve("stripe.json"));
        stripe = FakeStripe.start(settings, 0);
        String intent = paid();
        stripe.close();
        stripe = FakeStripe.start(settings, 0);
        assertThat(refund(intent, 1200).statusCode()).isEqualTo(200);
    }

    private void refused(String path, String form, String code, @Nullable String param) throws Exception {
        HttpResponse<String> answer = post(path, form, null);
        assertThat(answer.statusCode()).as(form).isEqualTo(400);
        assertThat(error(answer, "code")).as(form).isEqualTo(code);
        if (param != null) {
            assertThat(error(answer, "param")).as(form).isEqualTo(param);
        }
    }

    /// Opens a page and pays it; gives the payment intent.
    private String paid() throws Exception {
        String session = JSON.readTree(
                        post("/v1/checkout/sessions", SESSION, null).body())
                .path("id")
                .asText();
        stripe.pay(session, CARD);
        return JSON.readTree(get("/v1/checkout/sessions/" + session).body())
                .path("payment_intent")
                .asText();
    }

    private String customer() throws Exception {
        return JSON.readTree(post("/v1/customers", "", null).body()).path("id").asText();
    }

    private String save(String customer, String number) throws Exception {
        String form = SESSION + "&customer=" + customer + "&payment_intent_data[setup_future_usage]=off_session";
        stripe.pay(
                JSON.readTree(post("/v1/checkout/sessions", form, null).body())
                        .path("id")
                        .asText(),
                number);
        return JSON.readTree(get("/v1/payment_methods?customer=" + customer).body())
                .at("/data/0/id")
                .asText();
    }

    private HttpResponse<String> charge(String customer, String card) throws Exception {
        return post(
                "/v1/payment_intents",
                "amount=240&currency=usd&confirm=true&off_session=true&payment_method_types[0]=card&customer="
                        + customer + "&payment_method=" + card,
                null);
    }

    private HttpResponse<String> refund(String intent, long amount) throws Exception {
        return post("/v1/refunds", "payment_intent=" + intent + "&amount=" + amount, null);
    }

    private HttpResponse<String> post(String path, String form, @Nullable String key)
            throws IOException, InterruptedException {
        HttpRequest.Builder call = HttpRequest.newBuilder(stripe.baseUrl().resolve(path))
                .header("authorization", "Bearer " + KEY)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        return http.send((key == null ? call : call.header("idempotency-key", key)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(stripe.baseUrl().resolve(path))
                        .header("authorization", "Bearer " + KEY)
                        .build(),
                BodyHandlers.ofString());
    }

    private static String error(HttpResponse<String> answer, String field) throws IOException {
        return JSON.readTree(answer.body()).path("error").path(field).asText();
    }

    private static String hmac(String secret, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
