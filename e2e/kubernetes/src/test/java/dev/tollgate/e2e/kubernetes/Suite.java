package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The whole suite of the overlay `quickstart`, in its own namespace: the way in, and the operator's management API.
final class Suite {
    static final Namespace NAMESPACE = new Namespace("tollgate");
    static final List<String> INNER = List.of("auth", "routing", "billing", "ratelimit");
    static final List<String> SERVICES = List.of("edge", "auth", "routing", "billing", "ratelimit", "console");
    static final long CREDIT = 1_000_000_000L;

    private static @Nullable Suite running;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI edge;
    private final URI console;
    private final String adminToken;

    /// @param secret the API key
    record Customer(String account, String secret) {}

    private Suite(URI edge, URI console, String adminToken) {
        this.edge = edge;
        this.console = console;
        this.adminToken = adminToken;
    }

    /// Applied when it is not there yet, and with all its pods ready.
    static synchronized Suite running() {
        if (running == null || !NAMESPACE.exists()) {
            if (!NAMESPACE.exists() || NAMESPACE.workloads().isEmpty()) {
                Kubectl.run(
                        Duration.ofMinutes(1),
                        "",
                        List.of("apply", "-k", Checkout.overlay("quickstart").toString()));
            }
            running = found();
        }
        running.calm();
        return running;
    }

    /// The suite that somebody has applied, once it is ready.
    static Suite found() {
        NAMESPACE.awaitAll();
        Suite suite = new Suite(
                Door.to("edge"), Door.to("console"), NAMESPACE.secretValue("tollgate-bootstrap", "admin-token"));
        running = suite;
        suite.warm();
        return suite;
    }

    static synchronized void forget() {
        running = null;
    }

    /// All are ready, one pod of each: what a test leaves behind for the next.
    private void calm() {
        for (String service : SERVICES) {
            String workload = NAMESPACE.workload(service);
            if (NAMESPACE.replicas(workload) != 1) {
                NAMESPACE.scale(workload, 1);
            }
        }
        NAMESPACE.awaitAll();
        SERVICES.forEach(service -> NAMESPACE.awaitPods(service, 1));
    }

    /// The first answers of a fresh JVM are slow.
    private void warm() {
        Customer customer = customer(CREDIT);
        await("the suite answers")
                .atMost(Duration.ofSeconds(60))
                .until(() -> ask(customer, "demo", "Hello!").statusCode() == 200);
        try (Load load = Load.start(edge, customer(100 * CREDIT).secret(), 20, 0)) {
            load.goOn(200);
            load.stop();
        }
    }

    URI edge() {
        return edge;
    }

    String demoKey() {
        return NAMESPACE.secretValue("tollgate-bootstrap", "demo-key");
    }

    /// A fresh account with this much credit in nano-credits, and a key without limits.
    Customer customer(long nanos) {
        String account = manage("POST", "/accounts", "{\"name\":\"e2e\",\"group\":\"default\"}")
                .get("id")
                .textValue();
        manage("POST", "/accounts/" + account + "/gifts", "{\"amount\":\"" + nanos + "\"}");
        String secret = manage("POST", "/keys", "{\"account_id\":\"" + account + "\",\"name\":\"e2e\"}")
                .get("secret")
                .textValue();
        return new Customer(account, secret);
    }

    HttpResponse<String> ask(Customer customer, String model, String text) {
        return send(HttpRequest.newBuilder(edge.resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + customer.secret())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Ask.plain(model, text, 32)))
                .build());
    }

    /// Calls the management API and expects success.
    JsonNode manage(String method, String path, @Nullable String body) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(console + "/api/v1" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + adminToken)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
        if (response.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return Kubectl.read(response.body());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// All usage records of an account, every page.
    List<JsonNode> records(Customer customer) {
        List<JsonNode> records = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = manage("GET", "/usage?limit=100&account_id=" + customer.account() + after, null);
            page.get("data").forEach(records::add);
            after = "&after=" + page.get("last_id").asText();
        } while (page.get("has_more").booleanValue());
        return records;
    }

    long balance(Customer customer) {
        return Long.parseLong(manage("GET", "/accounts/" + customer.account() + "/credit", null)
                .get("balance")
                .textValue());
    }

    /// What edges have of it by leases.
    long held(Customer customer) {
        return Long.parseLong(manage("GET", "/accounts/" + customer.account() + "/credit", null)
                .get("held")
                .textValue());
    }

    static long charges(List<JsonNode> records) {
        return records.stream()
                .mapToLong(record -> Long.parseLong(record.get("charge").textValue()))
                .sum();
    }

    /// Every balance is the sum of its entries, and every charge has its record.
    void verifyLedger() {
        JsonNode verified = manage("GET", "/ledger/verify", null);
        assertThat(verified.get("difference").isNull()).as(verified.toString()).isTrue();
    }

    /// Each of these requests has one record, no other has, and the balance is what was given less what they cost.
    List<JsonNode> checkBooks(Customer customer, long given, Set<String> requests) {
        await("the records are posted")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> records(customer).size() >= requests.size());
        List<JsonNode> records = records(customer);
        List<String> ids =
                records.stream().map(record -> record.get("id").textValue()).toList();
        assertThat(ids).as("usage records").doesNotHaveDuplicates();
        assertThat(ids.stream().collect(Collectors.toSet()))
                .as("usage records = requests")
                .isEqualTo(requests);
        assertThat(balance(customer)).isEqualTo(given - charges(records));
        verifyLedger();
        return records;
    }
}
