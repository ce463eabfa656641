package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.money.Cost;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Every nano-credit, through two edges.
class MoneyE2e {
    /// `demo` costs 1 credit per million input and 4 per million output tokens; the caller's bound makes the hold
    /// small.
    private static final String BOUNDED =
            "{\"model\":\"demo\",\"max_tokens\":256,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";

    /// What a request may cost beside the bytes of its body, as the edge bounds it: a token for each of 80 bytes
    /// more, and a nano-credit for each class that is rounded up.
    private static final long OVERHEAD_TOKENS = 80;

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long ROUNDING = UsageClass.values().length - 2L;

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);

    @Test
    void rule19ARequestIsChargedExactlyAndExplained() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        HttpResponse<String> answer = suite.ask(1, customer.secret(), BOUNDED);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode usage = Suite.json(answer.body()).get("usage");
        long expected = usage.get("prompt_tokens").longValue() * 1_000
                + usage.get("completion_tokens").longValue() * 4_000;
        JsonNode record =
                books.posted(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(record.get("charge").textValue()).isEqualTo(Long.toString(expected));
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - expected);
        books.verify();
    }

    @Test
    void theAffordableOfManyParallelRequestsRunAndNoMore() {
        // Given credit for ten: ten times the most that one can cost, by the price list and the bound of its input.
        String body = Ask.plain("demo", Ask.words("", 200), 256);
        long credit = 10 * bound(body, 256);
        Suite.Customer customer = suite.customer(credit, "");

        // When
        List<Integer> statuses = parallel(200, i -> 1 + i % 2, customer, body);

        // Then those ten run at least, and more by what the first ones did not use.
        assertThat(statuses).allMatch(status -> status == 200 || status == 402);
        long answered = statuses.stream().filter(status -> status == 200).count();
        assertThat(answered).isBetween(10L, 199L);
        await().atMost(SOON).until(() -> books.records(customer).size() == answered);
        long spent = Books.charges(books.records(customer));
        assertThat(books.balance(customer)).isEqualTo(credit - spent).isNotNegative();
        spendTheRest(customer, answered, body);
        books.verify();
    }

    /// What is left goes on being spent, until it cannot pay for the least useful answer any more.
    private void spendTheRest(Suite.Customer customer, long answered, String body) {
        long all = answered;
        while (suite.ask(1 + (int) (all % 2), customer.secret(), body).statusCode() == 200) {
            all++;
            assertThat(all).as("what the credit pays for").isLessThan(200);
        }
        long records = all;
        await().atMost(SOON).until(() -> books.records(customer).size() == records);
        assertThat(books.balance(customer)).isBetween(0L, bound(body, 16) - 1);
    }

    /// The most that a request to `demo` can cost, in nano-credits: each byte a token of its dearest class.
    private long bound(String body, long outputTokens) {
        JsonNode versions =
                suite.inner("billing", "GET", InternalPaths.PRICE_LIST, null).get("versions");
        long input = 0;
        long output = 0;
        for (JsonNode price : versions.get(versions.size() - 1).get("prices")) {
            if (price.get("model").textValue().equals("demo")
                    && price.get("group").textValue().equals("test")) {
                for (UsageClass usage : UsageClass.values()) {
                    long nanos = price.get("tiers")
                            .get(0)
                            .get("nanosPerMillion")
                            .get(usage.name())
                            .longValue();
                    input = usage.isInput() ? Math.max(input, nanos) : input;
                    output = usage.isInput() ? output : Math.max(output, nanos);
                }
            }
        }
        return Cost.component(body.length() + OVERHEAD_TOKENS, input) + Cost.component(outputTokens, output) + ROUNDING;
    }

    @Test
    void anEmptyAccountIsRefusedWith402() {
        HttpResponse<String> answer = suite.ask(1, suite.customer(0, "").secret(), BOUNDED);
        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(Suite.json(answer.body()).get("error").get("code").textValue())
                .isEqualTo("insufficient_balance");
    }

    @Test
    void aFreeModelNeedsNoCredit() {
        HttpResponse<String> answer = suite.ask(1, suite.customer(0, "").secret(), Suite.hello("demo-free"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void aFailedProviderIsNotCharged() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        HttpResponse<String> answer = suite.ask(1, customer.secret(), Suite.hello("fault-503"));
        assertThat(answer.statusCode()).isEqualTo(503);
        JsonNode record =
                books.posted(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(record.get("charge").textValue()).isEqualTo("0");
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT);
    }

    @Test
    void tenRequestsPerMinuteMeanTenThroughTwoEdges() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "\"limits\":{\"rpm\":10}");
        List<Integer> statuses = parallel(50, i -> 1 + i % 2, customer, BOUNDED);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(10);
        assertThat(statuses.stream().filter(status -> status == 429)).hasSize(40);
        HttpResponse<String> refused = suite.ask(1, customer.secret(), BOUNDED);
        assertThat(refused.body()).contains("Rate limit exceeded: 10 RPM");
        assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 60);
    }

    @Test
    void aRevokedKeyIsRefusedByEveryEdgeWithinASecond() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        for (int edge = 1; edge <= 2; edge++) {
            assertThat(suite.ask(edge, customer.secret(), BOUNDED).statusCode()).isEqualTo(200);
        }
        suite.manage("POST", "/keys/" + customer.keyId() + "/revoke", "{\"end_streams\":false}");
        for (int edge = 1; edge <= 2; edge++) {
            int number = edge;
            await().atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> suite.ask(number, customer.secret(), BOUNDED).statusCode() == 401);
        }
    }

    private List<Integer> parallel(int count, IntUnaryOperator edge, Suite.Customer customer, String body) {
        List<CompletableFuture<Integer>> answers = IntStream.range(0, count)
                .mapToObj(i -> suite.http()
                        .sendAsync(
                                suite.chat(edge.applyAsInt(i), customer.secret())
                                        .POST(BodyPublishers.ofString(body))
                                        .build(),
                                BodyHandlers.discarding())
                        .thenApply(HttpResponse::statusCode))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }
}
