package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// OWASP's API Security Top 10 of 2023: one test for each risk, against the running suite.
class OwaspApiTop10E2e {
    private static final Suite SUITE = Suite.running();

    private final Suite.Customer customer = SUITE.customer(Suite.CREDIT, "");

    /// Another account's receipt, credit or named answer is not told from one that never was.
    @Test
    void api1BrokenObjectLevelAuthorization() {
        HttpResponse<String> mine = SUITE.ask(1, customer.secret(), Suite.hello("demo"));
        String id = mine.headers().firstValue("x-request-id").orElseThrow();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> get("/v1/usage/" + id, customer.secret()).statusCode() == 200);
        Suite.Customer stranger = SUITE.customer(Suite.CREDIT, "");
        HttpResponse<String> theirs = get("/v1/usage/" + id, stranger.secret());
        HttpResponse<String> nobodys = get("/v1/usage/" + id.replaceAll(".{4}$", "0000"), stranger.secret());
        assertThat(theirs.statusCode()).isEqualTo(nobodys.statusCode()).isNotEqualTo(200);
        assertThat(theirs.body().replace(id, "ID"))
                .isEqualTo(nobodys.body().replace(id.replaceAll(".{4}$", "0000"), "ID"));
        assertThat(named(customer, "api1", 5).statusCode()).isEqualTo(200);
        HttpResponse<String> sameName = named(stranger, "api1", 6);
        assertThat(sameName.statusCode())
                .as("another account's name is another")
                .isEqualTo(200);
        assertThat(sameName.headers().firstValue("idempotency-replayed")).isEmpty();
    }

    @Test
    void api2BrokenAuthentication() {
        String secret = customer.secret();
        char last = secret.charAt(secret.length() - 1);
        String tampered = secret.substring(0, secret.length() - 1) + (last == 'a' ? 'b' : 'a');
        for (String header : List.of("", "Bearer", "Bearer ", "Basic " + secret, secret, "Bearer " + tampered)) {
            HttpRequest.Builder request = request("/v1/models");
            if (!header.isEmpty()) {
                request.header("Authorization", header);
            }
            assertThat(SUITE.send(request.GET().build()).statusCode())
                    .as(header.replace(secret, "…"))
                    .isEqualTo(401);
        }
        assertThat(SUITE.send(request("/v1/models?api_key=" + secret).GET().build())
                        .statusCode())
                .as("a key in a URL ends up in logs")
                .isEqualTo(401);
        assertThat(SUITE.send(request("/v1/models")
                                .header("x-api-key", secret)
                                .GET()
                                .build())
                        .statusCode())
                .isEqualTo(401);
    }

    /// Callers neither set what is ours to decide nor see what is ours to know.
    @Test
    void api3BrokenObjectPropertyLevelAuthorization() {
        HttpResponse<String> answer = SUITE.send(SUITE.chat(1, customer.secret())
                .header("x-tollgate-internal-token", "guess")
                .header("x-tollgate-edge", "edge")
                .header("x-tollgate-output-bound", "1")
                .header("x-tollgate-actor", "admin")
                .POST(BodyPublishers.ofString(Suite.hello("demo")))
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> get("/v1/usage/" + id, customer.secret()).statusCode() == 200);
        JsonNode receipt = Suite.json(get("/v1/usage/" + id, customer.secret()).body());
        assertThat(receipt.path("account_id").textValue()).isEqualTo(customer.account());
        assertThat(Long.parseLong(receipt.path("charge").asText())).isPositive();
        JsonNode model = Suite.json(get("/v1/models/demo", customer.secret()).body());
        Set<String> shown = new TreeSet<>();
        model.fieldNames().forEachRemaining(shown::add);
        assertThat(shown)
                .as("no provider, address, credential or cost")
                .containsExactly(
                        "canonical_id",
                        "capabilities",
                        "context_window",
                        "created",
                        "id",
                        "max_output_tokens",
                        "object",
                        "owned_by",
                        "pricing");
    }

    @Test
    void api4UnrestrictedResourceConsumption() {
        assertThat(chat("{\"model\":\"demo\",\"n\":129,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"))
                .isEqualTo(400);
        assertThat(chat("{\"model\":\"demo\",\"messages\":" + "[".repeat(200) + "]".repeat(200) + "}"))
                .isEqualTo(400);
        assertThat(chat("{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "x".repeat(33 << 20)
                        + "\"}]}"))
                .isEqualTo(413);
        Suite.Customer limited = SUITE.key(customer.account(), "\"limits\":{\"rpm\":2}");
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            seen.add(SUITE.ask(1, limited.secret(), Suite.hello("demo")).statusCode());
        }
        assertThat(seen).containsExactly(200, 200, 429);
    }

    /// A caller's key opens neither the management API nor an inner service; nothing at all opens them but their
    /// own.
    @Test
    void api5BrokenFunctionLevelAuthorization() {
        for (String path : List.of("/accounts", "/keys", "/audit", "/edges", "/accounts/" + customer.account())) {
            URI url = URI.create(SUITE.stack().consoleUrl() + "/api/v1" + path);
            assertThat(bearer(url, customer.secret())).as(path).isEqualTo(401);
        }
        for (String service : List.of("auth", "routing", "billing", "ratelimit")) {
            URI url = SUITE.stack().url(service).resolve("/internal/v1/changes?since=0");
            assertThat(bearer(url, customer.secret())).as(service).isEqualTo(401);
            assertThat(bearer(url, SUITE.stack().adminToken())).as(service).isEqualTo(401);
        }
    }

    /// Buying answers without end: parallel requests spend no more than there is.
    @Test
    void api6UnrestrictedAccessToSensitiveBusinessFlows() {
        Suite.Customer poor = SUITE.customer(40_000, "");
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(SUITE.http()
                    .sendAsync(
                            SUITE.chat(1 + i % 2, poor.secret())
                                    .POST(BodyPublishers.ofString(Ask.plain("demo", "a b c", 4)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
        }
        Set<Integer> seen = new TreeSet<>();
        all.forEach(one -> seen.add(one.join().statusCode()));
        assertThat(seen).contains(402).isSubsetOf(200, 402);
        JsonNode credit = Suite.json(get("/v1/credits", poor.secret()).body());
        assertThat(Long.parseLong(credit.path("balance").asText())).isNotNegative();
    }

    /// Pictures by address, for a provider that wants the bytes: nothing inside is reached, and what was there is
    /// not told.
    @Test
    void api7ServerSideRequestForgery() {
        Suite.Customer rich = SUITE.customer(1_000 * Suite.CREDIT, "");
        for (String url : List.of(
                "http://127.0.0.1:" + SUITE.stack().demoUrl().getPort() + "/v1/models",
                "http://localhost:" + SUITE.stack().url("billing").getPort() + "/q/metrics",
                "http://169.254.169.254/latest/meta-data/",
                "http://[::1]:80/",
                "http://[::ffff:127.0.0.1]/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://metadata.google.internal/")) {
            HttpResponse<String> answer = SUITE.ask(
                    1,
                    rich.secret(),
                    "{\"model\":\"gemini-2.0-flash\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
                            + "\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}]}]}");
            assertThat(answer.statusCode()).as(url + ": " + answer.body()).isEqualTo(400);
            assertThat(answer.body()).doesNotContain("tollgate_").doesNotContain("\"data\"");
        }
    }

    /// No page of the framework's, no origin for browsers, no word about what runs here.
    @Test
    void api8SecurityMisconfiguration() {
        for (String path : List.of("/q/dev", "/q/openapi", "/q/swagger-ui", "/q/arc", "/q/info", "/index.html")) {
            assertThat(SUITE.send(request(path).GET().build()).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        HttpResponse<String> answer = SUITE.send(request("/v1/models")
                .header("Origin", "https://evil.example")
                .GET()
                .build());
        assertThat(answer.headers().map().keySet())
                .doesNotContain("access-control-allow-origin", "server", "x-powered-by");
        assertThat(SUITE.ask(1, customer.secret(), "{").body())
                .doesNotContain("Exception")
                .doesNotContain("jackson")
                .doesNotContain("at dev.");
    }

    /// Everything that is served is described, and nothing else is served.
    @Test
    void api9ImproperInventoryManagement() {
        JsonNode document =
                Suite.json(SUITE.send(request("/v1/openapi.json").GET().build()).body());
        assertThat(document.path("paths").size()).isGreaterThan(8);
        document.path("paths").fieldNames().forEachRemaining(path -> {
            int status =
                    get(path.replaceAll("\\{[^}]+}", "x"), customer.secret()).statusCode();
            assertThat(status).as(path).isNotEqualTo(401).isLessThan(500);
        });
        for (String path : List.of("/v0/models", "/v2/models", "/v1beta/models", "/v1/engines", "/v1/assistants")) {
            assertThat(get(path, customer.secret()).statusCode()).as(path).isEqualTo(404);
        }
    }

    /// What a provider says is believed in nothing but its own matter.
    @Test
    void api10UnsafeConsumptionOfApis() {
        for (String model : List.of("fault-leak", "fault-bad-json", "fault-401", "fault-reset", "fault-500")) {
            HttpResponse<String> answer = SUITE.ask(1, customer.secret(), Suite.hello(model));
            assertThat(answer.statusCode()).as(model).isIn(502, 503, 504, 404);
            assertThat(answer.body())
                    .doesNotContain("leaked-secret")
                    .doesNotContain("<html")
                    .doesNotContain("Incorrect API key")
                    .contains("\"error\"");
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(SUITE.edge(1).resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> get(String path, String secret) {
        return SUITE.send(
                request(path).header("Authorization", "Bearer " + secret).GET().build());
    }

    private static int bearer(URI url, String token) {
        return SUITE.send(HttpRequest.newBuilder(url)
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + token)
                        .GET()
                        .build())
                .statusCode();
    }

    private int chat(String body) {
        return SUITE.ask(1, customer.secret(), body).statusCode();
    }

    private static HttpResponse<String> named(Suite.Customer customer, String name, int maxTokens) {
        return SUITE.send(SUITE.chat(1, customer.secret())
                .header("Idempotency-Key", name)
                .POST(BodyPublishers.ofString(Ask.plain("demo", "hello", maxTokens)))
                .build());
    }
}
