package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a caller asks of routing and is told of it, by the whole suite: hints, an explanation, and a cost that is the
/// receipt's.
class RoutingE2e {
    private static final String MODEL = "anthropic/fallback";
    private static final String BODY = Ask.plain(MODEL, "one two", 64);

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);

    @AfterEach
    void mend() {
        suite.mend();
    }

    @Test
    void aHintLeavesOutTheDeploymentThatFailsAndTheAnswerTellsItsCost() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");

        HttpResponse<String> answer =
                post(customer, "/v1/chat/completions", "x-tollgate-route", "ignore=" + MODEL + "/0");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header(answer, "x-tollgate-deployment")).isEqualTo(MODEL + "/1");
        assertThat(header(answer, "x-tollgate-attempts")).isEqualTo("1");
        JsonNode record = books.posted(header(answer, "x-request-id"));
        assertThat(header(answer, "x-tollgate-cost")).isEqualTo(Long.toString(Books.charge(record)));
        assertThat(header(answer, "x-tollgate-price-version"))
                .isEqualTo(record.get("price_version").asText());
    }

    @Test
    void anExplanationTellsCandidatesAndCreditAndChargesNothing() throws IOException {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");

        HttpResponse<String> answer = post(customer, "/v1/explain", "x-tollgate-route", "order=" + MODEL + "/1");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode told = Suite.JSON.readTree(answer.body());
        assertThat(told.get("admitted").booleanValue()).as(answer.body()).isTrue();
        assertThat(told.at("/routing/candidates/0/deployment").textValue()).isEqualTo(MODEL + "/1");
        assertThat(told.at("/cost/credit_free").textValue()).isEqualTo(Long.toString(Suite.CREDIT));
        assertThat(told.at("/cost/sufficient").booleanValue()).isTrue();
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT);
    }

    private HttpResponse<String> post(Suite.Customer customer, String path, String name, String value) {
        return suite.send(HttpRequest.newBuilder(suite.edge(1).resolve(path))
                .header("Authorization", "Bearer " + customer.secret())
                .header("Content-Type", "application/json")
                .header(name, value)
                .POST(BodyPublishers.ofString(BODY))
                .build());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
