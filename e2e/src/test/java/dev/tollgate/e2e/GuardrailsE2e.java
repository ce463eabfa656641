package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/// A group with guardrails, by the whole suite: what reaches the provider, and what a blocked request is charged.
class GuardrailsE2e {
    private static final String MODEL = "demo";

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);
    private final DemoLog demo = new DemoLog(suite);

    @Test
    void aProviderSeesOnlyRedactedWords() {
        Suite.Customer customer = guarded();
        String marker = Ask.marker();

        HttpResponse<String> answer =
                suite.ask(1, customer.secret(), Ask.plain(MODEL, marker + " mail ann@example.com", 64));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header(answer, "x-tollgate-guardrails")).isEqualTo("pii=redacted");
        assertThat(demo.with(marker)).hasSize(1);
        assertThat(demo.with(marker).toString()).contains("[email]").doesNotContain("ann@");
    }

    @Test
    void whatIsBlockedBeforeCostsAndHoldsNothingAndReachesNobody() {
        Suite.Customer customer = guarded();
        String marker = Ask.marker();

        HttpResponse<String> answer =
                suite.ask(1, customer.secret(), Ask.plain(MODEL, marker + " " + Policy.FORBIDDEN, 64));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"content_blocked\"");
        assertThat(demo.with(marker)).isEmpty();
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT);
        assertThat(books.held(customer)).isZero();
    }

    @Test
    void anAnswerThatIsBlockedIsChargedAsItWasDelivered() {
        Suite.Customer customer = guarded();
        Policy.running().silenced = customer.keyId();

        HttpResponse<String> answer = suite.ask(1, customer.secret(), Ask.stream(MODEL, "one two three", 64));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"content_blocked\"").doesNotContain("data:");
        JsonNode record = books.posted(header(answer, "x-request-id"));
        long charge = Books.charge(record);
        assertThat(charge).isPositive();
        assertThat(header(answer, "x-tollgate-cost")).isEqualTo(Long.toString(charge));
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - charge);
        books.awaitNothingHeld(customer);
        books.verify();
    }

    private Suite.Customer guarded() {
        return suite.customer(Suite.CREDIT, "\"group\":\"" + TestCatalogue.GUARDED + "\"");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
