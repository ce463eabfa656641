package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.e2e.GeneratedRequests.Generated;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever is sent, the edge answers in its own words and in time, and holds nothing back: no failure of its own,
/// no hang, no permit or credit that is never returned.
class GeneratedRequestsE2e {
    private static final long SEED = 20_261_121L;
    private static final int AT_ONCE = 16;
    /// Whatever the format calls their type.
    private static final Set<String> OUR_OWN = Set.of("internal_error", "service_unavailable");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Suite suite = Suite.running();

    @Test
    void fiveThousandRequestsGiveNoFailureOfOurOwn() throws InterruptedException {
        send(5_000);
    }

    @Test
    @Tag("long")
    void aHundredThousandRequestsGiveNoFailureOfOurOwn() throws InterruptedException {
        send(100_000);
    }

    private void send(int count) throws InterruptedException {
        Suite.Customer customer = suite.customer(1_000 * Suite.CREDIT, "\"limits\":{\"concurrency\":" + AT_ONCE + "}");
        GeneratedRequests requests = new GeneratedRequests(SEED);
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        ConcurrentMap<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
        Semaphore places = new Semaphore(AT_ONCE);
        for (int i = 0; i < count && faults.size() < 10; i++) {
            Generated generated = requests.next();
            places.acquire();
            suite.http()
                    .sendAsync(request(generated, customer.secret()), BodyHandlers.ofByteArray())
                    .whenComplete((answer, failure) -> {
                        places.release();
                        if (failure != null) {
                            faults.add(generated + ": " + failure);
                        } else {
                            statuses.merge(answer.statusCode(), 1, Integer::sum);
                            judge(generated, answer, faults);
                        }
                    });
        }
        places.acquire(AT_ONCE);
        assertThat(faults).isEmpty();
        assertThat(statuses.keySet()).as("valid and invalid ones").contains(200, 400);
        assertThat(statuses.getOrDefault(429, 0) * 20).as(statuses.toString()).isLessThan(count);
        nothingIsLeftBehind(customer);
    }

    private HttpRequest request(Generated generated, String secret) {
        HttpRequest.Builder request = HttpRequest.newBuilder(suite.edge(1).resolve(generated.path()))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + secret)
                .method(generated.method(), BodyPublishers.ofByteArray(generated.body()));
        generated.headers().forEach(request::header);
        return request.build();
    }

    private static void judge(Generated generated, HttpResponse<byte[]> answer, Queue<String> faults) {
        if (answer.statusCode() < 400 || generated.method().equals("HEAD")) {
            if (answer.statusCode() >= 500) {
                faults.add(answer.statusCode() + " to " + generated);
            }
            return;
        }
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        try {
            JsonNode error = Suite.json(body).path("error");
            boolean told =
                    error.path("message").isTextual() && error.path("code").isTextual();
            if (!told || OUR_OWN.contains(error.path("code").asText())) {
                faults.add(answer.statusCode() + " " + body + " to " + generated);
            }
        } catch (RuntimeException e) {
            faults.add(answer.statusCode() + " without the envelope: " + body + " to " + generated);
        }
    }

    /// As many requests as the limit allows are let in at once, and nothing is reserved.
    private void nothingIsLeftBehind(Suite.Customer customer) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> suite.metrics("edge").sum("tollgate_credit_reserved_nanocredits") == 0);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(suite.http()
                        .sendAsync(
                                suite.chat(1, customer.secret())
                                        .POST(BodyPublishers.ofString(Ask.plain("demo-20ms", "a b c d e f g h", 8)))
                                        .build(),
                                BodyHandlers.ofString()));
            }
            Map<Integer, Integer> seen = new TreeMap<>();
            all.forEach(one -> seen.merge(one.join().statusCode(), 1, Integer::sum));
            assertThat(seen).isEqualTo(Map.of(200, AT_ONCE));
        });
    }
}
