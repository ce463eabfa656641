package dev.tollgate.e2e;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests at a steady rate, one edge and one customer after the other, whatever becomes of those before.
final class Load implements AutoCloseable {
    /// Longer than any pause of an edge.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// @param sentNanos and `gotNanos` on the monotonic clock: it was judged in between
    record Answer(int edge, Suite.Customer customer, long sentNanos, long gotNanos, HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String requestId() {
            return response.headers().firstValue("x-request-id").orElse("");
        }

        /// What a client needs that is to come back.
        boolean saysWhenToRetry() {
            return response.headers().firstValue("retry-after").isPresent();
        }
    }

    private final Suite suite;
    private final List<Integer> edges;
    private final List<Suite.Customer> customers;
    private final String body;
    private final AtomicInteger sent = new AtomicInteger();
    private final ConcurrentLinkedQueue<CompletableFuture<Answer>> answers = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private Load(Suite suite, List<Integer> edges, List<Suite.Customer> customers, String body) {
        this.suite = suite;
        this.edges = edges;
        this.customers = customers;
        this.body = body;
    }

    static Load start(Suite suite, List<Integer> edges, List<Suite.Customer> customers, String body, int perSecond) {
        Load load = new Load(suite, edges, customers, body);
        load.clock.scheduleAtFixedRate(load::ask, 0, 1_000_000L / perSecond, TimeUnit.MICROSECONDS);
        return load;
    }

    int sent() {
        return sent.get();
    }

    /// Sends no more and waits for what is under way.
    List<Answer> stop() {
        close();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        int number = sent.getAndIncrement();
        int edge = edges.get(number % edges.size());
        Suite.Customer customer = customers.get(number / edges.size() % customers.size());
        long begun = System.nanoTime();
        answers.add(suite.http()
                .sendAsync(
                        suite.chat(edge, customer.secret())
                                .timeout(PATIENCE)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(response -> new Answer(edge, customer, begun, System.nanoTime(), response)));
    }
}
