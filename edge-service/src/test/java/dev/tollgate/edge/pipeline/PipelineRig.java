package dev.tollgate.edge.pipeline;

import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.edge.peers.AuthStub;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A whole edge in its [World], and a customer of its own for each test.
@NullUnmarked
abstract class PipelineRig {
    /// Peers on ports known beforehand, Redis nowhere, and one event loop, so that it can be made to stand still.
    public static class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>();
            for (String peer : List.of("auth", "routing", "billing", "ratelimit")) {
                config.put("quarkus.rest-client." + peer + ".url", "http://127.0.0.1:" + AuthStub.freePort());
            }
            config.put("quarkus.redis.hosts", "redis://127.0.0.1:" + AuthStub.freePort());
            config.put("test.provider.port", String.valueOf(AuthStub.freePort()));
            config.put("test.live.port", String.valueOf(AuthStub.freePort()));
            config.put("test.guardrail.port", String.valueOf(AuthStub.freePort()));
            config.put("quarkus.vertx.event-loops-pool-size", "1");
            config.put("tollgate.edge.pipeline.streams-max", "3");
            config.put("tollgate.edge.health.counts-interval", "500ms");
            return config;
        }
    }

    @Inject
    Config config;

    @Inject
    MeterRegistry metrics;

    @TestHTTPResource("/v1/chat/completions")
    URI url;

    /// One for all tests of a class: the edge keeps its catalogue, and with it the provider's port.
    static World world;
    String account;
    String keyId;
    String secret;
    /// Of the key.
    String group = "g";
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void enter() {
        if (world == null) {
            world = new World(config);
        }
        world.reset();
        becomeAnother();
        int polls = world.auth.polls();
        await().until(() -> world.auth.polls() > polls + 1);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
    }

    /// A customer whom the edge does not know yet.
    void becomeAnother() {
        account = "acc_" + UUID.randomUUID();
        keyId = "key_" + UUID.randomUUID();
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        secret = KeyFormat.write(random);
        world.free.put(account, 1_000_000_000_000L);
        limits(RateLimits.NONE);
    }

    @AfterEach
    void leave() {
        client.shutdownNow();
    }

    @AfterAll
    static void closeWorld() {
        if (world != null) {
            world.close();
            world = null;
        }
    }

    /// Of this test's customer.
    List<PermitAsk> permitAsks() {
        return world.permitAsks.stream()
                .filter(ask -> ask.checks().stream().anyMatch(check -> isOurs(check.subject())))
                .toList();
    }

    /// Of this test's customer.
    List<Correction> corrections() {
        return world.corrections.stream()
                .filter(one -> one.subjects().stream().anyMatch(this::isOurs)
                        || one.release().stream().anyMatch(this::isOurs))
                .toList();
    }

    /// Of this test's customer.
    List<LeaseAsks.LeaseAsk> leaseAsks() {
        return world.leaseAsks.stream()
                .filter(ask -> ask.accountId().equals(account))
                .toList();
    }

    private boolean isOurs(Subject subject) {
        return account.equals(subject.accountId());
    }

    /// Gives the key these limits, before it is used.
    void limits(RateLimits limits) {
        world.auth.put(KeyFormat.hash(secret), key(KeyStatus.ACTIVE, limits));
    }

    KeyContext key(KeyStatus status, RateLimits limits) {
        return new KeyContext(
                keyId,
                account,
                group,
                status,
                AccountStatus.ACTIVE,
                null,
                List.of(),
                null,
                List.of(),
                limits,
                RateLimits.NONE,
                List.of());
    }

    static String body(String model, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
    }

    HttpResponse<String> call(String body) {
        return callAsync(body).join();
    }

    CompletableFuture<HttpResponse<String>> callAsync(String body) {
        return client.sendAsync(
                HttpRequest.newBuilder(url)
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Authorization", "Bearer " + secret)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// A client that can leave.
    Socket raw(String body) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + secret
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /// Reads until this was said.
    static String readUntil(Socket client, String end) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (!seen.toString().contains(end)) {
            int next = client.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended after: " + seen);
            }
            seen.append((char) next);
        }
        return seen.toString();
    }

    double counter(String name) {
        return metrics.get(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    /// Calls of peers that a request may wait for: polls, renewals and usage are none.
    double waitedCalls() {
        return metrics.get("tollgate.peer.calls").timers().stream()
                .filter(timer -> List.of("introspect", "leases", "permit", "slices")
                        .contains(timer.getId().getTag("call")))
                .mapToDouble(Timer::count)
                .sum();
    }
}
