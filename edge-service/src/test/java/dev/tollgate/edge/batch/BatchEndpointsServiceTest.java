package dev.tollgate.edge.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.account.ReceiptsServiceTest;
import dev.tollgate.edge.peers.PlayedPeer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Batch is played by a server that tells what it was asked.
@QuarkusTest
@TestProfile(ReceiptsServiceTest.Peers.class)
@NullUnmarked
class BatchEndpointsServiceTest {
    private static final int LARGE = 20 * 1024 * 1024;

    @ConfigProperty(name = "quarkus.rest-client.auth.url")
    String authUrl;

    @ConfigProperty(name = "tollgate.edge.batch.url")
    String batchUrl;

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private PlayedPeer batch;
    private String secret;

    /// @param body in bytes
    private record Asked(String method, String target, Map<String, List<String>> headers, int body) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }
    }

    @BeforeEach
    void start() throws IOException {
        batch = PlayedPeer.start(authUrl, batchUrl, this::answer);
        secret = batch.secret();
    }

    @AfterEach
    void stop() {
        batch.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int length = exchange.getRequestBody().readAllBytes().length;
            String target = exchange.getRequestURI().toString();
            asked.add(new Asked(exchange.getRequestMethod(), target, exchange.getRequestHeaders(), length));
            byte[] body = target.endsWith("/content") ? new byte[LARGE] : "{\"told\":true}".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("x-inner", "not to be told");
            exchange.sendResponseHeaders(target.contains("unknown") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private RequestSpecification as() {
        return RestAssured.given().header("Authorization", "Bearer " + secret);
    }

    @Test
    void passesAnUploadOnForTheAccountOfTheKey() throws InterruptedException {
        Response answer = as().header(Headers.ACCOUNT, "acct_of_another")
                .multiPart("purpose", "batch")
                .multiPart("file", "input.jsonl", new byte[LARGE])
                .post("/v1/files");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString()).isEqualTo("{\"told\":true}");
        assertThat(answer.header("x-request-id")).isNotNull();
        assertThat(answer.header("x-inner")).isNull();
        Asked one = asked.take();
        assertThat(one.method() + " " + one.target()).isEqualTo("POST /internal/v1/files");
        assertThat(one.body()).isGreaterThan(LARGE);
        assertThat(one.header(Headers.ACCOUNT)).isEqualTo("acct_1");
        assertThat(one.header(Headers.KEY_ID)).isEqualTo("key_1");
        assertThat(one.header(Headers.BATCH_KEY)).isEqualTo(KeyFormat.hash(secret));
        assertThat(one.header("Authorization")).as("the secret goes no further").isNull();
    }

    /// A workload's token will have ended before its batch.
    @Test
    void asksForAWorkloadsLinesByItsKeysOwnDigest() throws InterruptedException {
        String token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl";
        String digest = KeyFormat.hash("nobody's");
        batch.takeToken(token, digest);

        RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .get("/v1/batches")
                .then()
                .statusCode(200);

        assertThat(asked.take().header(Headers.BATCH_KEY)).isEqualTo(digest);
    }

    @Test
    void passesQueriesAndPathsOnWithAndWithoutThePrefix() throws InterruptedException {
        as().get("/v1/batches?limit=3&after=batch_1").then().statusCode(200);
        as().post("/batches/batch_1/cancel").then().statusCode(200);
        as().delete("/v1/files/file-1").then().statusCode(200);
        as().get("/v1/files/unknown").then().statusCode(404);

        assertThat(asked.take().target()).isEqualTo("/internal/v1/batches?limit=3&after=batch_1");
        assertThat(asked.take().target()).isEqualTo("/internal/v1/batches/batch_1/cancel");
        assertThat(asked.take().method()).isEqualTo("DELETE");
    }

    /// As of a client whose base address ends with a slash, or of one that would climb.
    @Test
    void passesAPathOnAsItsRouteWasFound() throws InterruptedException {
        as().urlEncodingEnabled(false).get("/v1/keys/../files/file-1").then().statusCode(200);
        as().urlEncodingEnabled(false).get("/v1//batches/./batch_1").then().statusCode(200);

        assertThat(asked.take().target()).isEqualTo("/internal/v1/files/file-1");
        assertThat(asked.take().target()).isEqualTo("/internal/v1/batches/batch_1");
    }

    @Test
    void givesALargeFileBackWhole() {
        assertThat(as().get("/v1/files/file-1/content").asByteArray()).hasSize(LARGE);
    }

    @Test
    void letsNobodyInWithoutAKey() {
        RestAssured.get("/v1/files").then().statusCode(401);
        RestAssured.given()
                .header(Headers.BATCH_KEY, KeyFormat.hash(secret))
                .get("/v1/batches")
                .then()
                .statusCode(401);

        assertThat(asked).isEmpty();
    }

    @Test
    void saysWhenBatchIsAway() {
        batch.away();

        Response answer = as().get("/v1/batches");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.path("error.code").toString()).isEqualTo("service_unavailable");
    }
}
