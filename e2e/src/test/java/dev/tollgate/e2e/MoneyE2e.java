package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Every nano-credit, through two edges.
class MoneyE2e {
    /// `demo` costs 1 credit per million input and 4 per million output tokens; the caller's bound makes the hold
    /// small.
    private static final String BOUNDED =
            "{\"model\":\"demo\",\"max_tokens\":256,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";

    private final Suite suite = Suite.running();

    @Test
    void aRequestIsChargedExactlyAndExplained() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        HttpResponse<String> answer = suite.ask(1, customer.secret(), BOUNDED);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode usage = Suite.json(answer.body()).get("usage");
        long expected = usage.get("prompt_tokens").longValue() * 1_000
                + usage.get("completion_tokens").longValue() * 4_000;
        JsonNode record = posted(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(record.get("charge").textValue()).isEqualTo(Long.toString(expected));
        assertThat(balance(customer)).isEqualTo(Suite.CREDIT - expected);
        verify();
    }

    @Test
    void manyParallelRequestsNeverOverdrawAnAccount() {
        Suite.Customer customer = suite.customer(4_000_000, "");
        List<Integer> statuses = parallel(200, i -> 1 + i % 2, customer, BOUNDED);
        long answered = statuses.stream().filter(status -> status == 200).count();
        assertThat(answered).isPositive();
        assertThat(statuses).allMatch(status -> status == 200 || status == 402);
        await().atMost(Duration.ofSeconds(15)).until(() -> records(customer) == answered);
        assertThat(balance(customer)).isNotNegative();
        verify();
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
        HttpResponse<String> answer = suite.ask(1, customer.secret(), Suite.hello("fault-500"));
        assertThat(answer.statusCode()).isEqualTo(503);
        JsonNode record = posted(answer.headers().firstValue("x-request-id").orElseThrow());
        assertThat(record.get("charge").textValue()).isEqualTo("0");
        assertThat(balance(customer)).isEqualTo(Suite.CREDIT);
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

    private List<Integer> parallel(
            int count, java.util.function.IntUnaryOperator edge, Suite.Customer customer, String body) {
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

    private long records(Suite.Customer customer) {
        long count = 0;
        String after = "";
        JsonNode page;
        do {
            page = suite.manage("GET", "/usage?limit=100&account_id=" + customer.account() + after, null);
            count += page.get("data").size();
            after = "&after=" + page.get("last_id").asText();
        } while (page.get("has_more").booleanValue());
        return count;
    }

    private JsonNode posted(String requestId) {
        return await().atMost(Duration.ofSeconds(10))
                .ignoreException(AssertionError.class)
                .until(
                        () -> suite.manage("GET", "/usage/" + requestId, null),
                        record -> record.get("status").textValue().equals("posted"));
    }

    private long balance(Suite.Customer customer) {
        return Long.parseLong(suite.manage("GET", "/accounts/" + customer.account() + "/credit", null)
                .get("balance")
                .textValue());
    }

    private void verify() {
        assertThat(suite.manage("GET", "/ledger/verify", null).get("difference").isNull())
                .isTrue();
    }
}
