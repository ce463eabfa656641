package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.stack.StackProcess;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// An edge dies by kill -9 in the middle of its work.
class CrashE2e {
    private static final int STREAMS = 50;
    private static final int PLAIN = 200;
    private static final String STREAM = """
            {"model":"demo-20ms","max_tokens":4096,"stream":true,
             "messages":[{"role":"user","content":"Tell me a long story, please, as long as you can."}]}""";

    private final Suite suite = Suite.running();

    @Test
    void aKilledEdgesRequestsAreEachCountedOnce() {
        Suite.Customer customer = suite.customer(100 * Suite.CREDIT, "");
        AtomicInteger chunks = new AtomicInteger();
        List<CompletableFuture<?>> calls = new java.util.ArrayList<>();
        IntStream.range(0, STREAMS).forEach(i -> calls.add(stream(customer, chunks)));
        List<CompletableFuture<HttpResponse<Void>>> plain =
                IntStream.range(0, PLAIN).mapToObj(i -> plain(customer)).toList();
        await().atMost(Duration.ofSeconds(30)).until(() -> chunks.get() > STREAMS);
        StackProcess edge = suite.stack().edge(2);
        edge.crash();
        calls.forEach(call -> call.exceptionally(cut -> null).join());
        long answered = plain.stream()
                .map(call -> call.thenApply(HttpResponse::statusCode)
                        .exceptionally(cut -> 0)
                        .join())
                .filter(status -> status == 200)
                .count();
        edge.awaitReady(Duration.ofSeconds(60));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Set<String> ids = recordIds(customer);
            assertThat((long) ids.size()).isBetween(answered + 1, (long) STREAMS + PLAIN);
            assertThat(interrupted(customer)).isPositive();
        });
        assertThat(suite.manage("GET", "/ledger/verify", null).get("difference").isNull())
                .isTrue();
        await().atMost(Duration.ofSeconds(30)).until(() -> predecessorsHoldNothing());
    }

    private CompletableFuture<?> stream(Suite.Customer customer, AtomicInteger chunks) {
        return suite.http()
                .sendAsync(
                        suite.chat(2, customer.secret())
                                .POST(BodyPublishers.ofString(STREAM))
                                .build(),
                        BodyHandlers.ofLines())
                .thenAccept(answer -> answer.body().forEach(line -> chunks.incrementAndGet()));
    }

    private CompletableFuture<HttpResponse<Void>> plain(Suite.Customer customer) {
        return suite.http()
                .sendAsync(
                        suite.chat(2, customer.secret())
                                .POST(BodyPublishers.ofString(Suite.hello("demo")))
                                .build(),
                        BodyHandlers.discarding());
    }

    private Set<String> recordIds(Suite.Customer customer) {
        Set<String> ids = new HashSet<>();
        pages(customer, record -> assertThat(ids.add(record.get("id").textValue()))
                .isTrue());
        return ids;
    }

    private long interrupted(Suite.Customer customer) {
        AtomicInteger count = new AtomicInteger();
        pages(customer, record -> {
            if (record.get("outcome").textValue().equals("interrupted")) {
                count.incrementAndGet();
            }
        });
        return count.get();
    }

    private void pages(Suite.Customer customer, java.util.function.Consumer<JsonNode> each) {
        String after = "";
        JsonNode page;
        do {
            page = suite.manage("GET", "/usage?limit=100&account_id=" + customer.account() + after, null);
            page.get("data").forEach(each);
            after = "&after=" + page.get("last_id").asText();
        } while (page.get("has_more").booleanValue());
    }

    /// The successor has closed what the dead process held: an edge then has one epoch with open leases at most.
    private boolean predecessorsHoldNothing() {
        for (JsonNode edge : suite.manage("GET", "/edges", null).get("data")) {
            if (edge.get("open_leases").longValue() > 8) {
                return false;
            }
        }
        return true;
    }
}
