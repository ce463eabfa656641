package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One contract for every dialect, against its strict fake: streaming, fallback, cancellation, errors, exact
/// charges. Models cost 1 credit per million tokens of input, a tenth of it cached, twice that written to a cache,
/// and 4 of output.
class DialectsE2e {
    private static final Duration SOON = Duration.ofSeconds(15);
    /// Delivered, but not yet counted by the client when it leaves.
    private static final long IN_FLIGHT_TOKENS = 60;

    /// Gemini tells its own count with every chunk, and nobody is charged above it.
    private static final Set<String> TELLING_ALL_ALONG = Set.of("gemini", "vertex");

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);

    static Stream<String> dialects() {
        return Dialects.models().keySet().stream();
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @MethodSource("dialects")
    void aPlainAnswerIsOpenAisAndChargedToTheNanoCredit(String dialect) {
        Suite.Customer customer = customer();
        HttpResponse<String> answer =
                suite.ask(1, customer.secret(), Ask.plain(dialect + "/plain", "one two three", 512));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode body = Suite.json(answer.body());
        assertThat(body.path("object").textValue()).isEqualTo("chat.completion");
        assertThat(body.path("model").textValue()).isEqualTo(dialect + "/plain");
        assertThat(body.at("/choices/0/message/role").textValue()).isEqualTo("assistant");
        assertThat(body.at("/choices/0/message/content").textValue()).isNotBlank();
        assertThat(body.at("/choices/0/finish_reason").textValue()).isIn("stop", "length");
        assertThat(charged(answer)).isEqualTo(expected(body.get("usage")));
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - expected(body.get("usage")));
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @MethodSource("dialects")
    void aStreamIsOpenAisAndChargedToTheNanoCredit(String dialect) {
        Suite.Customer customer = customer();
        String body = Ask.stream(dialect + "/plain", "one two three", 64)
                .replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        HttpResponse<String> answer = suite.ask(1, customer.secret(), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<JsonNode> chunks =
                new Reply(200, answer.headers().firstValue("content-type").orElse(""), answer.body()).events();
        assertThat(chunks.getFirst().at("/choices/0/delta/role").textValue()).isEqualTo("assistant");
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.path("object").textValue()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("model").textValue()).isEqualTo(dialect + "/plain");
            assertThat(chunk.path("id")).isEqualTo(chunks.getFirst().path("id"));
        });
        JsonNode last = chunks.getLast();
        assertThat(last.path("choices")).isEmpty();
        assertThat(charged(answer)).isEqualTo(expected(last.get("usage")));
        books.verify();
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @MethodSource("dialects")
    void aFailingDeploymentFallsBackToTheNextAndIsInTheReceipt(String dialect) {
        Suite.Customer customer = customer();
        for (boolean stream : new boolean[] {false, true}) {
            String body = stream
                    ? Ask.stream(dialect + "/fallback", "one two", 64)
                    : Ask.plain(dialect + "/fallback", "one two", 64);
            HttpResponse<String> answer = suite.ask(1, customer.secret(), body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode record = posted(answer);
            assertThat(record.path("outcome").textValue()).isEqualTo("completed");
            assertThat(record.at("/attempts/0/deployment").textValue()).isEqualTo(dialect + "/fallback/0");
            assertThat(record.at("/attempts/0/result").textValue()).isEqualTo("500");
            assertThat(record.at("/attempts/1/deployment").textValue()).isEqualTo(dialect + "/fallback/1");
            assertThat(record.at("/attempts/1/result").textValue()).isEqualTo("ok");
        }
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @MethodSource("dialects")
    void aStreamThatIsLeftPaysForItsInputAndWhatWasDelivered(String dialect) {
        Suite.Customer customer = customer();
        LiveStream stream =
                suite.stream(1, customer.secret(), Ask.stream(dialect + "/slow", Ask.words(Ask.marker(), 300), 1024));
        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> stream.chunks() >= 40 || stream.isOver());
        assertThat(stream.status()).isEqualTo(200);
        long received = stream.tokens();
        stream.close();
        await().atMost(SOON).until(() -> !books.records(customer).isEmpty());
        JsonNode record = books.records(customer).getFirst();
        assertThat(record.path("outcome").textValue()).isEqualTo("cancelled");
        long output = record.at("/quantities/output").longValue()
                + record.at("/quantities/reasoning").longValue();
        assertThat(output).isBetween(TELLING_ALL_ALONG.contains(dialect) ? 1 : received, received + IN_FLIGHT_TOKENS);
        assertThat(record.at("/quantities/input").longValue()).isPositive();
        books.awaitNothingHeld(customer);
        books.verify();
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @MethodSource("dialects")
    void aProvidersErrorsAreToldInOurWordsAndCostNothing(String dialect) {
        Suite.Customer customer = customer();
        assertThat(told(customer, dialect, "fault-400")).isIn("400 upstream_rejected", "400 context_length_exceeded");
        assertThat(told(customer, dialect, "fault-401")).isEqualTo("503 upstream_error");
        assertThat(told(customer, dialect, "fault-402")).isEqualTo("503 upstream_error");
        assertThat(told(customer, dialect, "fault-503")).isEqualTo("503 upstream_error");
        assertThat(told(customer, dialect, "fault-bad-json")).isEqualTo("502 upstream_error");
        HttpResponse<String> limited = suite.ask(1, customer.secret(), Ask.plain(dialect + "/fault-429", "hello", 64));
        assertThat(limited.statusCode()).isEqualTo(503);
        assertThat(limited.headers().firstValue("retry-after")).isPresent();
        books.awaitNothingHeld(customer);
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT);
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @MethodSource("dialects")
    void aStreamThatFailsHalfWayEndsWithAnErrorAndNoDone(String dialect) {
        for (String fault : List.of("fault-error-frame", "fault-reset-mid")) {
            HttpResponse<String> answer =
                    suite.ask(1, customer().secret(), Ask.stream(dialect + "/" + fault, Ask.words("a", 40), 256));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"choices\"").doesNotContain("[DONE]");
            String lastFrame = answer.body().strip();
            assertThat(lastFrame.substring(lastFrame.lastIndexOf("data: ")))
                    .contains("\"error\"")
                    .contains("upstream_error");
        }
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @MethodSource("dialects")
    void anAnswerWithoutUsageIsCountedByUs(String dialect) {
        Suite.Customer customer = customer();
        HttpResponse<String> answer =
                suite.ask(1, customer.secret(), Ask.plain(dialect + "/fault-no-usage", "one two three four", 64));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode record = posted(answer);
        assertThat(record.path("estimated").booleanValue()).isTrue();
        assertThat(record.at("/quantities/output").longValue()).isPositive();
        assertThat(Books.charge(record))
                .isEqualTo(record.at("/quantities/input").longValue() * 1_000
                        + record.at("/quantities/output").longValue() * 4_000);
    }

    private Suite.Customer customer() {
        return suite.customer(Suite.CREDIT, "");
    }

    private String told(Suite.Customer customer, String dialect, String fault) {
        HttpResponse<String> answer = suite.ask(1, customer.secret(), Ask.plain(dialect + "/" + fault, "hello", 64));
        return answer.statusCode() + " "
                + Suite.json(answer.body()).at("/error/code").asText();
    }

    private JsonNode posted(HttpResponse<String> answer) {
        return books.posted(answer.headers().firstValue("x-request-id").orElseThrow());
    }

    private long charged(HttpResponse<String> answer) {
        return Books.charge(posted(answer));
    }

    /// From the usage that the caller sees, whose totals include their parts.
    private static long expected(JsonNode usage) {
        long cached = usage.at("/prompt_tokens_details/cached_tokens").longValue();
        long written = usage.at("/prompt_tokens_details/cache_write_tokens").longValue();
        long input = usage.path("prompt_tokens").longValue() - cached - written;
        return input * 1_000
                + cached * 100
                + written * 2_000
                + usage.path("completion_tokens").longValue() * 4_000;
    }
}
