package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules 1 to 3 between processes: an edge that is partitioned or paused, whose calls are answered and never hear
/// of it, whose clock is wrong.
class LeaseRulesE2e {
    private static final Duration SOON = Duration.ofSeconds(15);
    /// More than a lease in the brisk suite is held for: 8 s and 6 s.
    private static final Duration HOLD = Duration.ofSeconds(25);
    /// More than 14 s of text, a word every 20 ms.
    private static final int WORDS = 900;
    private static final Pattern SERVER_TIME = Pattern.compile("\"serverTime\":(\\d{13})");

    @AfterEach
    void mend() {
        Suite.running().mend();
        Suite.brisk().mend();
    }

    @Test
    void rule1UsageBehindItsHoldTakesWhatIsFreeAndTheRestIsUncollected() {
        // Given an edge that is cut off from billing while it streams on a lease.
        Suite suite = Suite.brisk();
        Books books = new Books(suite);
        Suite.Customer customer = suite.customer(100_000_000, "");
        LiveStream stream = suite.stream(2, customer.secret(), story());
        await().atMost(SOON).until(() -> stream.chunks() > 0);
        suite.lines().billing().silence();

        // When its hold lapses, and the other edge spends all that there is.
        assertThat(books.held(customer)).isPositive();
        await("the hold ends by itself").atMost(HOLD).until(() -> books.held(customer) == 0);
        await("the edge has ended what it could not pay for").atMost(SOON).until(stream::isOver);
        spendAll(suite, books, customer);
        long left = books.balance(customer);
        Counts before = suite.metrics("billing");
        suite.lines().billing().mend();

        // Then what the first has used comes late, and is never collected beyond the balance.
        JsonNode error = Objects.requireNonNull(stream.error());
        assertThat(error.get("code").textValue()).isEqualTo("service_unavailable");
        JsonNode record = books.posted(stream.requestId());
        long charge = Books.charge(record);
        long output = record.get("quantities").get("output").longValue();
        assertThat(output).isBetween(stream.tokens(), stream.tokens() + 8);
        assertThat(charge).isGreaterThan(left);
        assertThat(Long.parseLong(record.get("uncollected").textValue())).isEqualTo(charge - left);
        assertThat(books.balance(customer)).isZero();
        Counts after = suite.metrics("billing");
        assertThat(after.since(before, "tollgate_usage_late_total")).isEqualTo(1);
        assertThat(after.since(before, "tollgate_usage_uncollected_nanocredits_total"))
                .isEqualTo((double) (charge - left));
        books.verify();
    }

    @Test
    void rule3WhatBillingCountedForALostEdgeIsCorrectedByTheEdgeItself() {
        // Given a stream that billing knows of, at an edge that is then cut off.
        Suite suite = Suite.brisk();
        Books books = new Books(suite);
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        LiveStream stream = suite.stream(2, customer.secret(), story());
        String inflight = "SELECT count(*) FROM billing.usage_inflight WHERE request_id = ?::uuid AND delivered > 10";
        await().atMost(SOON).until(() -> stream.chunks() > 0);
        await("billing hears of the progress")
                .atMost(SOON)
                .until(() -> books.number(inflight, stream.requestId()) == 1);
        suite.lines().billing().silence();

        // When its hold lapses, billing counts what it knows; when the edge is back, it tells how it was.
        await().atMost(HOLD).until(() -> books.held(customer) == 0);
        JsonNode estimate = books.posted(stream.requestId());
        assertThat(estimate.get("outcome").textValue()).isEqualTo("interrupted");
        assertThat(estimate.get("estimated").booleanValue()).isTrue();
        await().atMost(SOON).until(stream::isOver);
        suite.lines().billing().mend();

        // Then there is one record, corrected, and one charge.
        await().atMost(SOON)
                .until(() -> books.posted(stream.requestId()).get("revision").intValue() == 2);
        List<JsonNode> records = books.records(customer);
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().get("outcome").textValue()).isEqualTo("credit_exhausted");
        assertThat(records.getFirst().get("quantities").get("output").longValue())
                .isBetween(stream.tokens(), stream.tokens() + 8);
        assertThat(Books.charge(records.getFirst())).isGreaterThan(Books.charge(estimate));
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - Books.charge(records.getFirst()));
        books.verify();
    }

    /// A pause that is shorter than the lease: the edge must notice that time has passed unseen.
    @Test
    void rule2AnEdgeThatWasPausedSendsNothingOnTheLeaseItHad() {
        nothingIsSentAfterAPause(Suite.running(), Duration.ofMillis(2_500), 40);
    }

    /// A pause that is longer than the lease may be spent.
    @Test
    void rule2AnEdgeThatWasPausedBeyondItsLeaseSendsNothing() {
        nothingIsSentAfterAPause(Suite.brisk(), Duration.ofSeconds(10), 40);
    }

    @Test
    @Tag("long")
    void rule2AnEdgeThatWasPausedForSeventySecondsSendsNothing() {
        nothingIsSentAfterAPause(Suite.running(), Duration.ofSeconds(70), 5);
    }

    private void nothingIsSentAfterAPause(Suite suite, Duration pause, int perSecond) {
        // Given an edge at work, with credit at hand.
        Books books = new Books(suite);
        DemoLog demo = new DemoLog(suite);
        String marker = Ask.marker();
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        List<Load.Answer> answers;
        int sent;
        long paused;
        try (Load load = Load.start(suite, List.of(2), List.of(customer), Ask.plain("demo", marker, 32), perSecond)) {
            await().atMost(SOON).until(() -> demo.with(marker).size() > 40);

            // When it is paused, and the account is frozen meanwhile.
            suite.process("edge-2").pause();
            paused = System.nanoTime();
            freeze(suite, customer, true);
            int before = load.sent();
            await("the pause").pollDelay(pause).atMost(pause.plusSeconds(5)).until(() -> load.sent() > before + 20);
            load.close();
            sent = demo.with(marker).size();
            suite.process("edge-2").resume();
            answers = load.stop();
        }

        // Then nothing that it found waiting is sent: the lease it had is not believed.
        assertThat(demo.with(marker)).hasSize(sent);
        assertThat(answers.stream()
                        .filter(answer -> answer.sentNanos() > paused)
                        .map(Load.Answer::status))
                .hasSizeGreaterThan(20)
                .as("the account is frozen")
                .containsOnly(403);
        freeze(suite, customer, false);
        await().atMost(SOON)
                .until(() ->
                        suite.ask(2, customer.secret(), Suite.hello("demo")).statusCode() == 200);
        long admitted =
                answers.stream().filter(answer -> answer.status() == 200).count();
        await().atMost(SOON).untilAsserted(() -> assertThat(books.records(customer))
                .filteredOn(record -> record.get("outcome").textValue().equals("completed"))
                .hasSize((int) admitted + 1));
        books.verify();
    }

    @Test
    void rule2AGrantWhoseAnswerIsLostIsGivenAgainAndHeldOnce() {
        Suite suite = Suite.running();
        Books books = new Books(suite);
        // Six of ten: a model with hidden reasoning holds its whole bound.
        Suite.Customer customer = suite.customer(7_000_000, "");
        Line billing = suite.lines().billing();
        billing.loseAnswers("POST /internal/v1/leases ", 2);
        HttpResponse<String> answer = suite.ask(2, customer.secret(), Ask.plain("demo-reasoning", "Hello!", 1_000));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(billing.answersLost()).isEqualTo(2);
        JsonNode record =
                books.posted(answer.headers().firstValue("x-request-id").orElseThrow());
        long hold = Long.parseLong(record.get("hold").textValue());
        assertThat(hold).isGreaterThan(3_500_000);
        assertThat(books.number("SELECT sum(granted) FROM billing.lease WHERE account_id = ?", customer.account()))
                .isEqualTo(hold);
        books.awaitNothingHeld(customer);
        assertThat(books.balance(customer)).isEqualTo(7_000_000 - Books.charge(record));
    }

    @Test
    void rule9UsageWhoseAcknowledgementIsLostIsCountedOnce() {
        Suite suite = Suite.running();
        Books books = new Books(suite);
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        Counts before = suite.metrics("billing");
        Line billing = suite.lines().billing();
        billing.loseAnswers("POST /internal/v1/usage ", 3);
        List<String> ids = IntStream.range(0, 30)
                .mapToObj(i -> suite.ask(2, customer.secret(), Suite.hello("demo")))
                .map(answer -> answer.headers().firstValue("x-request-id").orElseThrow())
                .toList();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(billing.answersLost()).isEqualTo(3);
            assertThat(books.records(customer).stream()
                            .map(record -> record.get("id").textValue()))
                    .containsExactlyInAnyOrderElementsOf(ids);
        });
        assertThat(suite.metrics("billing").since(before, "tollgate_usage_duplicates_total"))
                .isPositive();
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - Books.charges(books.records(customer)));
        books.verify();
    }

    @ParameterizedTest(name = "billing's clock is {0} s off")
    @ValueSource(longs = {40, -40})
    void rule11AnEdgeWhoseClockIsOffIsNotReadyUntilItAgrees(long seconds) {
        Suite suite = Suite.running();
        suite.lines().billing().falsify(off(seconds));
        // Leases are durations: who has credit is served all the same.
        assertThat(suite.ask(2, suite.customer(Suite.CREDIT, "").secret(), Suite.hello("demo"))
                        .statusCode())
                .isEqualTo(200);
        await().atMost(SOON).untilAsserted(() -> {
            HttpResponse<String> readiness = suite.readiness("edge-2");
            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(skew(readiness)).isBetween(Math.abs(seconds) * 1_000 - 2_000, Math.abs(seconds) * 1_000 + 2_000);
        });
        assertThat(suite.readiness("edge").statusCode()).isEqualTo(200);
        suite.lines().billing().mend();
        await().atMost(SOON).until(() -> suite.readiness("edge-2").statusCode() == 200);
    }

    /// It has no lease whose answers would tell it the time, and gets no request that would ask for one.
    @Test
    void rule11AnEdgeThatStartsWithItsClockOffIsReadyWhenTheClocksAgree() {
        Suite suite = Suite.running();
        suite.process("edge-2").stop();
        suite.lines().billing().falsify(off(40));
        suite.process("edge-2").start();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(skew(suite.readiness("edge-2"))).isGreaterThan(38_000));
        suite.lines().billing().mend();
        await().atMost(SOON).until(() -> suite.readiness("edge-2").statusCode() == 200);
    }

    private static UnaryOperator<String> off(long seconds) {
        return said -> SERVER_TIME
                .matcher(said)
                .replaceAll(time -> "\"serverTime\":" + (Long.parseLong(time.group(1)) + seconds * 1_000));
    }

    private static long skew(HttpResponse<String> readiness) {
        for (JsonNode check : Suite.json(readiness.body()).get("checks")) {
            if (check.get("name").textValue().equals("journal")) {
                return Math.abs(check.get("data").get("clock-skew-ms").longValue());
            }
        }
        throw new AssertionError(readiness.body());
    }

    private static String story() {
        return Ask.stream("demo-20ms", Ask.words("", WORDS), 1_400);
    }

    private static void freeze(Suite suite, Suite.Customer customer, boolean frozen) {
        suite.inner(
                "billing",
                "PUT",
                "/internal/v1/credit/" + customer.account() + "/frozen",
                "{\"frozen\":" + frozen + "}");
    }

    /// With answers of 2,000 tokens first, then with small ones, until there is not even credit for such a one.
    private static void spendAll(Suite suite, Books books, Suite.Customer customer) {
        for (String body :
                List.of(Ask.plain("demo", Ask.words("", 1_300), 2_048), Ask.plain("demo", Ask.words("", 20), 64))) {
            int asked = 0;
            while (suite.ask(1, customer.secret(), body).statusCode() == 200) {
                asked++;
                assertThat(asked).as("bounded by the credit").isLessThan(300);
            }
        }
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(books.held(customer)).isZero();
            assertThat(books.balance(customer)).isLessThan(500_000);
        });
    }
}
