package dev.tollgate.edge.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.edge.peers.AuthStub;
import dev.tollgate.edge.peers.PlayedPeer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against billing's contract over HTTP: what is there is told by path and query.
@QuarkusTest
@TestProfile(ReceiptsServiceTest.Peers.class)
@NullUnmarked
public class ReceiptsServiceTest {
    private static final String ACCOUNT = "acct_1";

    @ConfigProperty(name = "quarkus.rest-client.auth.url")
    String authUrl;

    @ConfigProperty(name = "quarkus.rest-client.billing.url")
    String billingUrl;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicInteger keysAsked = new AtomicInteger();
    private PlayedPeer billing;
    private String secret;

    /// Auth, billing and batch on ports known beforehand.
    public static class Peers implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.rest-client.auth.url", "http://127.0.0.1:" + AuthStub.freePort(),
                    "quarkus.rest-client.billing.url", "http://127.0.0.1:" + AuthStub.freePort(),
                    "tollgate.edge.batch.url", "http://127.0.0.1:" + AuthStub.freePort(),
                    "quarkus.redis.hosts", "redis://127.0.0.1:" + AuthStub.freePort());
        }
    }

    @BeforeEach
    void start() throws IOException {
        billing = PlayedPeer.start(authUrl, billingUrl, this::answer);
        secret = billing.secret();
    }

    @AfterEach
    void stop() {
        billing.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked = exchange.getRequestURI().toString();
            if (asked.equals(InternalPaths.RECEIPT_KEYS)) {
                keysAsked.incrementAndGet();
            }
            String body = answers.get(asked);
            byte[] bytes = (body == null ? "{}" : body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void aSettledRequestIsAnsweredWithTheReceiptAsItWasSigned() {
        String id = id(System.currentTimeMillis());
        answers.put(InternalPaths.USAGE + "/" + id, record(id, "posted", ACCOUNT));
        JsonObject receipt = new JsonObject()
                .put("id", id)
                .put("charge", "9223372036854775807")
                .put("provider", null)
                .put("signature", "header..signature");
        answers.put(InternalPaths.RECEIPTS + "/" + id + "?account_id=" + ACCOUNT, receipt.encode());

        Response answer = get("/v1/usage/" + id);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.asString())).isEqualTo(receipt);
    }

    @Test
    void whatIsNotSettledIsPendingAndNotSigned() {
        String id = id(System.currentTimeMillis());
        answers.put(InternalPaths.USAGE + "/" + id, record(id, "pending", ACCOUNT));
        Response known = get("/v1/usage/" + id);
        Response justEnded = get("/v1/usage/" + id(System.currentTimeMillis()));
        for (Response answer : List.of(known, justEnded)) {
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.jsonPath().getString("status")).isEqualTo("pending");
            assertThat(answer.jsonPath().getMap("$")).doesNotContainKey("signature");
        }
    }

    @Test
    void anotherAccountsReceiptIsNotToldFromOneThatNeverWas() {
        String theirs = id(System.currentTimeMillis() - 3_600_000);
        answers.put(InternalPaths.USAGE + "/" + theirs, record(theirs, "posted", "acct_2"));
        answers.put(InternalPaths.RECEIPTS + "/" + theirs + "?account_id=" + ACCOUNT, "{\"id\":\"leak\"}");
        String nobodys = id(System.currentTimeMillis() - 3_600_000);
        assertThat(get("/v1/usage/" + theirs).statusCode()).isEqualTo(404);
        assertThat(get("/v1/usage/" + theirs).asString().replace(theirs, nobodys))
                .isEqualTo(get("/v1/usage/" + nobodys).asString());
    }

    @Test
    void aBillingOfTheReleaseBeforeShowsItsRecord() {
        String id = id(System.currentTimeMillis());
        answers.put(InternalPaths.USAGE + "/" + id, record(id, "posted", ACCOUNT));
        Response answer = get("/v1/usage/" + id);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("charge")).isEqualTo("7");
    }

    @Test
    void aReceiptLargerThanAnyIsNotRelayed() {
        String id = id(System.currentTimeMillis());
        answers.put(InternalPaths.USAGE + "/" + id, record(id, "posted", ACCOUNT));
        answers.put(
                InternalPaths.RECEIPTS + "/" + id + "?account_id=" + ACCOUNT,
                "{\"x\":\"" + "x".repeat(300_000) + "\"}");
        assertThat(get("/v1/usage/" + id).statusCode()).isEqualTo(503);
    }

    @Test
    void anybodyMayReadThePublicKeysAlsoWhileBillingIsAway() {
        answers.put(InternalPaths.RECEIPT_KEYS, "{\"keys\":[{\"kid\":\"k1\"}]}");
        for (String path : List.of("/.well-known/tollgate-receipt-keys", "/v1/.well-known/tollgate-receipt-keys")) {
            Response answer = RestAssured.get(path);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.jsonPath().getString("keys[0].kid")).isEqualTo("k1");
            assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
        }
        answers.remove(InternalPaths.RECEIPT_KEYS);
        assertThat(RestAssured.get("/.well-known/tollgate-receipt-keys").statusCode())
                .isEqualTo(200);
        assertThat(keysAsked).hasValueLessThanOrEqualTo(1);
    }

    @Test
    void aPriceVersionIsShownAsTheKeysGroupHasIt() {
        JsonObject mine = price("m", "plus").put("multiplierPpm", 850_000);
        JsonObject version = new JsonObject()
                .put("version", 3)
                .put("effectiveFrom", 1_790_000_000_000L)
                .put("prices", new JsonArray().add(mine).add(price("secret", "other")))
                .put("costs", new JsonArray());
        answers.put(InternalPaths.PRICE_VERSIONS + "/3?group=plus", version.encode());

        Response answer = get("/v1/prices/3");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.asString())).isEqualTo(new JsonObject("""
                        {"object": "price_version", "version": 3, "effective_from": 1790000000, "group": "plus",
                         "unit": "nano-credits per million",
                         "data": [{"model": "m", "multiplier_ppm": 850000,
                           "tiers": [{"above_input_tokens": 0, "prices": {"input": "2125000000"}}]}]}"""));
        assertThat(get("/v1/prices/4").statusCode()).isEqualTo(404);
        assertThat(get("/v1/prices/x").statusCode()).isEqualTo(404);
        assertThat(RestAssured.get("/v1/prices/3").statusCode()).isEqualTo(401);
    }

    private static JsonObject price(String model, String group) {
        return new JsonObject()
                .put("model", model)
                .put("group", group)
                .put(
                        "tiers",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("aboveInput", 0)
                                        .put("nanosPerMillion", new JsonObject().put("INPUT", 2_125_000_000L))));
    }

    private static String id(long millis) {
        UUID id = RequestId.next(millis);
        return id.toString();
    }

    private Response get(String path) {
        return RestAssured.given().header("Authorization", "Bearer " + secret).get(path);
    }

    private static String record(String id, String status, String account) {
        return new JsonObject()
                .put("id", id)
                .put("object", "usage_record")
                .put("status", status)
                .put("account_id", account)
                .put("charge", "7")
                .encode();
    }
}
