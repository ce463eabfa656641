package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that are told to end while their callers keep their connections: nobody is reset, and whoever was
/// answered is in the books.
class DrainE2e {
    private static final int CLIENTS = 12;

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);

    @AfterEach
    void mend() {
        suite.mend();
    }

    @Test
    void anEdgeThatIsToldToEndFinishesItsStreamsAndResetsNoKeptConnection() {
        Suite.Customer customer = suite.customer(100 * Suite.CREDIT, "");
        List<String> answered = new CopyOnWriteArrayList<>();
        AtomicInteger inOrder = new AtomicInteger();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                // A third asks for long streams: some last longer than the drain's quiet time.
                String body = i % 3 == 0
                        ? Ask.stream("demo-20ms", Ask.words("drain" + i + "x", 120), 512)
                        : Ask.plain("demo", "Hello!", 64);
                clients.add(CompletableFuture.runAsync(
                        () -> {
                            talkUntilTold(customer, body, answered);
                            inOrder.incrementAndGet();
                        },
                        threads));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> answered.size() > 10 * CLIENTS);
            assertThat(suite.process("edge-2").stop()).isTrue();
            clients.forEach(CompletableFuture::join);
        }
        assertThat(inOrder).hasValue(CLIENTS);
        assertThat(books.records(customer).stream()
                        .map(record -> record.get("id").textValue()))
                .as("usage records = requests")
                .containsExactlyInAnyOrderElementsOf(answered);
        assertThat(books.records(customer))
                .extracting(record -> record.get("outcome").textValue())
                .containsOnly("completed");
        assertThat(books.held(customer)).isZero();
        books.verify();
    }

    /// As a client with a pool of connections does: the next request on the same one, until the server says that
    /// this was the last. Fails when a request is not answered.
    private void talkUntilTold(Suite.Customer customer, String body, List<String> answered) {
        try (KeptConnection connection = new KeptConnection(suite.edge(2))) {
            KeptConnection.Answer answer;
            do {
                answer = connection.chat(customer.secret(), body);
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                if (body.contains("\"stream\":true")) {
                    assertThat(answer.body()).endsWith("data: [DONE]\n\n");
                }
                answered.add(answer.requestId());
            } while (!answer.last());
            assertThat(connection.isClosedByServer()).isTrue();
        } catch (IOException e) {
            throw new AssertionError("a request was not answered", e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "routing", "billing", "ratelimit", "console"})
    void aServiceThatIsToldToEndSaysSoInItsLastAnswer(String service) throws Exception {
        try (KeptConnection kept = new KeptConnection(suite.stack().url(service))) {
            assertThat(kept.get("/q/health/live").last()).isFalse();
            CompletableFuture<Boolean> stopped =
                    CompletableFuture.supplyAsync(() -> suite.process(service).stop());
            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> suite.readiness(service).statusCode() == 503);
            // Readiness is told a moment before the HTTP server is: one that never says so ends amid a request.
            KeptConnection.Answer answer;
            do {
                answer = kept.get("/q/health/live");
                assertThat(answer.status()).isEqualTo(200);
            } while (!answer.last());
            assertThat(kept.isClosedByServer()).isTrue();
            assertThat(stopped.join()).isTrue();
        }
    }

    @Test
    void callersAreNotToldWhenAnInnerServiceGoes() {
        Suite.Customer customer = suite.customer(10 * Suite.CREDIT, "\"limits\":{\"rpm\":100000}");
        suite.ask(1, customer.secret(), Suite.hello("demo"));
        try (Load load = Load.start(suite, List.of(1), List.of(customer), Suite.hello("demo"), 40)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> load.sent() > 80);
            suite.process("billing").restart();
            suite.process("billing").awaitReady(Duration.ofSeconds(60));
            int sent = load.sent();
            await().atMost(Duration.ofSeconds(20)).until(() -> load.sent() > sent + 80);
            assertThat(load.stop())
                    .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        }
        books.verify();
    }
}
