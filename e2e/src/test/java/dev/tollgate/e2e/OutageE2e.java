package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each inner process, killed by kill -9 under load and started again. Customers that both edges know go on as if
/// nothing had happened; what can't be known is a 503 that says when to come back, never a verdict on the caller;
/// and every answer is in the books once.
class OutageE2e {
    private static final int PER_SECOND = 30;
    /// A lease covers a minute as its account has spent the last one, and may be half used up: known for so long, a
    /// customer outlasts a billing that starts again on a busy machine.
    private static final int KNOWN_SECONDS = 25;
    private static final String BODY = Ask.plain("demo", "Hello!", 32);

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);

    @AfterEach
    void mend() {
        suite.mend();
    }

    /// @param stranger what a customer gets whom no edge has seen: 503 where nobody can tell who or how rich it is
    /// @param degraded whether a small limit is judged by the edge alone
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "auth,      503, false",
        "routing,   200, false",
        "billing,   503, false",
        "ratelimit, 200, true",
        "redis,     200, true",
        "postgres,  503, false"
    })
    void aKilledProcessStopsNoKnownCustomerAndNothingIsLostOrDoubled(String victim, int stranger, boolean degraded) {
        Suite.Customer free = suite.customer(10 * Suite.CREDIT, "");
        Suite.Customer limited =
                suite.customer(10 * Suite.CREDIT, "\"limits\":{\"rpm\":6000,\"tpm\":9000000,\"concurrency\":200}");
        Suite.Customer unseen = suite.customer(Suite.CREDIT, "\"limits\":{\"rpm\":100}");
        for (int edge = 1; edge <= 2; edge++) {
            assertThat(suite.ask(edge, free.secret(), BODY).statusCode()).isEqualTo(200);
            assertThat(suite.ask(edge, limited.secret(), BODY).statusCode()).isEqualTo(200);
        }
        try (Load load = Load.start(suite, List.of(1, 2), List.of(free, limited), BODY, PER_SECOND)) {
            after(load, (victim.equals("billing") ? KNOWN_SECONDS : 1) * PER_SECOND);
            suite.process(victim).kill();
            after(load, PER_SECOND);
            HttpResponse<String> answer = suite.ask(1, unseen.secret(), BODY);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(stranger);
            if (stranger == 503) {
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
                assertThat(Suite.json(answer.body()).get("error").get("code").textValue())
                        .isEqualTo("service_unavailable");
            }
            assertThat(answer.headers().firstValue("x-ratelimit-mode").isPresent())
                    .isEqualTo(degraded);
            after(load, PER_SECOND);
            suite.startAgain(victim);
            after(load, 2 * PER_SECOND);
            List<Load.Answer> answers = load.stop();
            assertThat(answers)
                    .allSatisfy(one ->
                            assertThat(one.status()).as(one.response().body()).isEqualTo(200));
            await("the stranger is served again, and by all")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> {
                        HttpResponse<String> again = suite.ask(1, unseen.secret(), BODY);
                        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
                        assertThat(again.headers().firstValue("x-ratelimit-mode"))
                                .isEmpty();
                    });
            eachAnswerIsInTheBooksOnce(free, answers);
            eachAnswerIsInTheBooksOnce(limited, answers);
        }
        books.awaitNothingHeld(free);
        books.awaitNothingHeld(limited);
        books.verify();
    }

    private void eachAnswerIsInTheBooksOnce(Suite.Customer customer, List<Load.Answer> answers) {
        Set<String> answered = answers.stream()
                .filter(answer -> answer.customer().equals(customer))
                .map(Load.Answer::requestId)
                .collect(Collectors.toSet());
        // And the two that made the customer known.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(books.records(customer))
                .hasSizeGreaterThanOrEqualTo(answered.size() + 2));
        List<JsonNode> records = books.records(customer);
        assertThat(records).hasSize(answered.size() + 2);
        assertThat(records.stream().map(record -> record.get("id").textValue()))
                .doesNotHaveDuplicates()
                .containsAll(answered);
        assertThat(books.balance(customer)).isEqualTo(10 * Suite.CREDIT - Books.charges(records));
    }

    private static void after(Load load, int more) {
        int until = load.sent() + more;
        await().atMost(Duration.ofSeconds(60)).until(() -> load.sent() >= until);
    }
}
