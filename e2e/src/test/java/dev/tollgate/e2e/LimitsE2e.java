package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Limits as callers see them, through two edges: leases of large ones, exact small ones, and what the headers say.
class LimitsE2e {
    private static final String BODY =
            "{\"model\":\"demo-free\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";
    /// Of a request with this body.
    private static final long MOST_TOKENS = 100;

    private static final String STREAM =
            "{\"model\":\"demo-500ms\",\"stream\":true,\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\""
                    + "one two three four five six seven eight nine ten ".repeat(3) + "\"}]}";

    private final Suite suite = Suite.running();

    private record Answer(int status, long sentNanos, HttpResponse<String> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    @Test
    void rule15ALargeLimitLeasedToTwoEdgesIsNeverOverAndHardlyUnder() {
        Suite.Customer customer = suite.customer(0, "\"limits\":{\"rpm\":600}");
        List<Answer> all = drive(customer, 1_000);

        assertThat(all.getLast().sentNanos() - all.getFirst().sentNanos())
                .as("all within one minute")
                .isLessThan(Duration.ofSeconds(55).toNanos());
        List<Answer> admitted =
                all.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(admitted).hasSizeBetween(582, 600);
        assertThat(all).filteredOn(answer -> answer.status() != 200).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.response().body()).contains("Rate limit exceeded: 600 RPM");
            assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 62);
        });
        assertThat(all).allSatisfy(answer -> {
            assertThat(answer.header("x-ratelimit-mode")).isEmpty();
            assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("600");
            assertThat(Integer.parseInt(answer.header("x-ratelimit-remaining-requests")))
                    .isBetween(0, 600);
        });
    }

    @Test
    void theHeadersTellWhatIsLeftWhicheverEdgeIsAsked() {
        Suite.Customer customer = suite.customer(0, "\"limits\":{\"rpm\":10,\"tpm\":20000}");
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> answer = suite.ask(1 + i % 2, customer.secret(), BODY);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-ratelimit-limit-requests"))
                    .contains("10");
            assertThat(answer.headers().firstValue("x-ratelimit-remaining-requests"))
                    .contains(Integer.toString(9 - i));
            assertThat(answer.headers().firstValue("x-ratelimit-reset-requests").orElseThrow())
                    .matches("1m0s|5\\d(\\.\\d+)?s");
            assertThat(answer.headers().firstValue("x-ratelimit-limit-tokens")).contains("20000");
            long left = Long.parseLong(
                    answer.headers().firstValue("x-ratelimit-remaining-tokens").orElseThrow());
            // What the request itself may take is charged; what those before it did not take is given back.
            assertThat(left).isBetween(20_000 - (i + 1) * MOST_TOKENS, 20_000 - 16L);
        }
        HttpResponse<String> refused = suite.ask(1, customer.secret(), BODY);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("x-ratelimit-remaining-requests"))
                .contains("0");
    }

    @Test
    void rule16FiveAtOnceAreFiveThroughTwoEdgesAndEndWithTheirStreams() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "\"limits\":{\"concurrency\":5}");
        List<CompletableFuture<HttpResponse<InputStream>>> asked = IntStream.range(0, 16)
                .mapToObj(i -> suite.http()
                        .sendAsync(
                                suite.chat(1 + i % 2, customer.secret())
                                        .POST(BodyPublishers.ofString(STREAM))
                                        .build(),
                                BodyHandlers.ofInputStream()))
                .toList();
        List<HttpResponse<InputStream>> answers =
                asked.stream().map(CompletableFuture::join).toList();
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(5);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 429).hasSize(11);
        for (int edge = 1; edge <= 2; edge++) {
            assertThat(suite.ask(edge, customer.secret(), BODY).body()).contains("5 concurrent requests");
        }
        answers.forEach(answer -> closeQuietly(answer.body()));
        for (int edge = 1; edge <= 2; edge++) {
            int number = edge;
            await("a permit ends with its stream")
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> suite.ask(number, customer.secret(), BODY).statusCode() == 200);
        }
    }

    /// Some at a time, to one edge and the other by turns, in the order of their sending.
    private List<Answer> drive(Suite.Customer customer, int count) {
        ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int thread = 0; thread < 16; thread++) {
                threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        long sent = System.nanoTime();
                        HttpResponse<String> response = suite.ask(1 + i % 2, customer.secret(), BODY);
                        answers.add(new Answer(response.statusCode(), sent, response));
                    }
                });
            }
        }
        List<Answer> all = new ArrayList<>(answers);
        all.sort((one, other) -> Long.compare(one.sentNanos() - other.sentNanos(), 0));
        assertThat(all).hasSize(count);
        return all;
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
