package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/// The cache of answers, by the whole suite: what is given again, to whom, and at which charge.
class AnswerCacheE2e {
    private static final String MODEL = "demo";

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);
    private final DemoLog demo = new DemoLog(suite);
    private int misses = 1;

    @Test
    void theSecondOneIsAHitForATenthOfThePriceAndNoProviderIsAsked() {
        Suite.Customer customer = keeping();
        String marker = Ask.marker();
        String body = cold(Ask.plain(MODEL, Ask.words(marker, 20), 64));

        HttpResponse<String> first = suite.ask(1, customer.secret(), body);
        HttpResponse<String> hit = awaitHit(customer, body);

        assertThat(header(first, "x-tollgate-cache")).isEqualTo("miss");
        assertThat(hit.body()).isEqualTo(first.body());
        assertThat(demo.with(marker)).hasSize(misses);
        JsonNode whole = books.posted(header(first, "x-request-id"));
        JsonNode part = books.posted(header(hit, "x-request-id"));
        assertThat(part.get("quantities")).isEqualTo(whole.get("quantities"));
        assertThat(Books.charge(part))
                .as("the demo model's prices and charges are multiples of ten")
                .isEqualTo(Books.charge(whole) / 10)
                .isPositive();
        assertThat(part.get("attempts")).isEmpty();
        books.verify();

        Suite.Customer other = keeping();
        assertThat(header(suite.ask(1, other.secret(), body), "x-tollgate-cache"))
                .as("another account")
                .isEqualTo("miss");
    }

    @Test
    void aStreamIsGivenAgainAsItWas() {
        Suite.Customer customer = keeping();
        String body = cold(Ask.stream(MODEL, Ask.words(Ask.marker(), 20), 64));

        HttpResponse<String> first = suite.ask(1, customer.secret(), body);
        HttpResponse<String> hit = awaitHit(customer, body);

        assertThat(first.body()).contains("[DONE]");
        assertThat(hit.body()).isEqualTo(first.body());
        assertThat(header(hit, "content-type")).startsWith("text/event-stream");
    }

    @Test
    void atAnotherTemperatureEachOneIsAskedAnew() {
        Suite.Customer customer = keeping();
        String marker = Ask.marker();
        String body = Ask.plain(MODEL, marker, 64).replace("\"stream\"", "\"temperature\":1,\"stream\"");

        assertThat(header(suite.ask(1, customer.secret(), body), "x-tollgate-cache"))
                .isEmpty();
        assertThat(header(suite.ask(1, customer.secret(), body), "x-tollgate-cache"))
                .isEmpty();
        assertThat(demo.with(marker)).hasSize(2);
    }

    /// An answer is kept behind its delivery: asked again at once, the next one may still be a miss.
    private HttpResponse<String> awaitHit(Suite.Customer customer, String body) {
        return await().until(
                        () -> {
                            HttpResponse<String> answer = suite.ask(1, customer.secret(), body);
                            misses += header(answer, "x-tollgate-cache").equals("hit") ? 0 : 1;
                            return answer;
                        },
                        answer -> header(answer, "x-tollgate-cache").equals("hit"));
    }

    private Suite.Customer keeping() {
        return suite.customer(Suite.CREDIT, "\"group\":\"" + TestCatalogue.KEEPING + "\"");
    }

    private static String cold(String body) {
        return body.replace("\"stream\"", "\"temperature\":0,\"stream\"");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
