package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rows of the error table, each sent raw.
class BadInputE2e {
    private static final Suite SUITE = Suite.running();
    private static Suite.Customer customer = new Suite.Customer("", "", "");

    @BeforeAll
    static void createCustomer() {
        customer = SUITE.customer(Suite.CREDIT, "");
    }

    @ParameterizedTest(name = "{0} is {1} {2}")
    @CsvSource({
        "no-such-model, 404, model_not_found, model",
        "fault-400, 400, context_length_exceeded,",
        "fault-422, 400, upstream_rejected,",
        "fault-401, 503, upstream_error,",
        "fault-402, 503, upstream_error,",
        "fault-403, 503, upstream_error,",
        "fault-404, 503, upstream_error,",
        "fault-429, 503, upstream_error,",
        "fault-500, 503, upstream_error,",
        "fault-503, 503, upstream_error,",
        "fault-reset, 503, upstream_error,",
        "fault-bad-json, 502, upstream_error,",
        "fault-leak, 503, upstream_error,"
    })
    void modelsThatFail(String model, int status, String code, @Nullable String param) {
        HttpResponse<String> answer = SUITE.ask(1, customer.secret(), Suite.hello(model));
        expect(answer, status, code, param);
        assertThat(answer.body()).doesNotContain("127.0.0.1").doesNotContain("Bearer");
    }

    @Test
    void invalidJsonTellsWhere() {
        HttpResponse<String> answer = SUITE.ask(1, customer.secret(), "{\"model\":\"demo\",}");
        expect(answer, 400, "invalid_json", null);
        assertThat(answer.body()).contains("line 1, column");
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        HttpResponse<String> answer = SUITE.send(SUITE.chat(1, customer.secret())
                .setHeader("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(Suite.hello("demo")))
                .build());
        expect(answer, 415, "unsupported_media_type", null);
    }

    @Test
    void aKeyInAnotherFormIsRefused() {
        HttpResponse<String> answer = SUITE.send(SUITE.chat(1, "")
                .setHeader("Authorization", "Basic abc")
                .POST(BodyPublishers.ofString(Suite.hello("demo")))
                .build());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("Bearer");
    }

    @Test
    void aModelOutsideTheKeysListIsForbidden() {
        Suite.Customer narrow = SUITE.customer(Suite.CREDIT, "\"models\":[\"demo\"]");
        expect(SUITE.ask(1, narrow.secret(), Suite.hello("gpt-4o")), 403, "model_not_allowed", "model");
    }

    @Test
    void anExpiredKeyIsTold() {
        Suite.Customer expired = SUITE.customer(Suite.CREDIT, "");
        SUITE.manage("PATCH", "/keys/" + expired.keyId(), "{\"expires_at\":1000}");
        expect(SUITE.ask(2, expired.secret(), Suite.hello("demo")), 401, "api_key_expired", null);
    }

    @Test
    void anUnknownPathIsNotFound() {
        HttpResponse<String> answer =
                SUITE.send(java.net.http.HttpRequest.newBuilder(SUITE.edge(1).resolve("/v1/nothing"))
                        .build());
        expect(answer, 404, "not_found", null);
    }

    private static void expect(HttpResponse<String> answer, int status, String code, @Nullable String param) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode error = Suite.json(answer.body()).get("error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.has("message") && error.has("type") && error.has("param"))
                .isTrue();
        if (param != null) {
            assertThat(error.get("param").asText()).isEqualTo(param);
        }
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    }
}
