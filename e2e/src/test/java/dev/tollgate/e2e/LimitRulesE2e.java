package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rules 15 and 16 through two edges: real windows, and Redis gone.
class LimitRulesE2e {
    private static final String BODY = Ask.plain("demo", "Hello!", 32);
    private static final int LIMIT = 10;
    private static final String TEN_A_MINUTE = "\"limits\":{\"rpm\":" + LIMIT + "}";
    /// A request is judged somewhere between its sending and its answer.
    private static final long SLACK_MILLIS = 400;

    @AfterEach
    void mend() {
        Suite.running().mend();
    }

    @Test
    void rule15TheEleventhIsAdmittedNoLaterThanRetryAfterSays() {
        Suite suite = Suite.brisk();
        Suite.Customer customer = suite.customer(Suite.CREDIT, TEN_A_MINUTE);
        for (int i = 0; i < LIMIT; i++) {
            assertThat(suite.ask(1 + i % 2, customer.secret(), BODY).statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> refused = suite.ask(1, customer.secret(), BODY);
        long refusedAt = System.nanoTime();
        assertThat(refused.statusCode()).isEqualTo(429);
        long wait =
                Long.parseLong(refused.headers().firstValue("retry-after-ms").orElseThrow());
        assertThat(Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow()))
                .isEqualTo((wait + 999) / 1_000);
        assertThat(wait).isBetween(1L, 6_000L);
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .until(() -> suite.ask(2, customer.secret(), BODY).statusCode() == 200);
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - refusedAt);
        assertThat(waited).isBetween(wait - SLACK_MILLIS, wait + SLACK_MILLIS);
    }

    @Test
    void rule15AtMostTenInAnyWindow() {
        atMostTenInAnyWindow(Suite.brisk(), Duration.ofSeconds(6), Duration.ofSeconds(15));
    }

    /// The same by the clock that customers have, across a minute's boundary or two.
    @Test
    @Tag("long")
    void rule15AtMostTenInAnySixtySeconds() {
        atMostTenInAnyWindow(Suite.running(), Duration.ofSeconds(60), Duration.ofSeconds(130));
    }

    private void atMostTenInAnyWindow(Suite suite, Duration window, Duration run) {
        Suite.Customer customer = suite.customer(Suite.CREDIT, TEN_A_MINUTE);
        suite.ask(1, suite.customer(Suite.CREDIT, TEN_A_MINUTE).secret(), BODY);
        List<Load.Answer> answers;
        try (Load load = Load.start(suite, List.of(1, 2), List.of(customer), BODY, 5)) {
            await().atMost(run.plusSeconds(10)).until(() -> load.sent() >= run.toSeconds() * 5);
            answers = load.stop();
        }
        assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 429);
        List<Load.Answer> admitted = answers.stream()
                .filter(answer -> answer.status() == 200)
                .sorted(Comparator.comparingLong(Load.Answer::sentNanos))
                .toList();
        for (int i = LIMIT; i < admitted.size(); i++) {
            long apart = admitted.get(i).gotNanos() - admitted.get(i - LIMIT).sentNanos();
            assertThat(apart).as("the %d-th after the %d-th", i, i - LIMIT).isGreaterThanOrEqualTo(window.toNanos());
        }
        long windows = run.dividedBy(window);
        assertThat(admitted).as("and no fewer than the limit allows").hasSizeGreaterThanOrEqualTo((int)
                (windows * LIMIT));
    }

    @Test
    void rule16WithoutRedisEachEdgeJudgesItsShareAndSaysSo() {
        Suite suite = Suite.running();
        Suite.Customer customer = suite.customer(Suite.CREDIT, TEN_A_MINUTE);
        Suite.Customer other = suite.customer(Suite.CREDIT, TEN_A_MINUTE);
        await("both edges have heard of each other")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    suite.ask(1, other.secret(), BODY);
                    suite.ask(2, other.secret(), BODY);
                    assertThat(suite.metrics("edge").sum("tollgate_permit_edges"))
                            .isEqualTo(2);
                    assertThat(suite.metrics("edge-2").sum("tollgate_permit_edges"))
                            .isEqualTo(2);
                });
        suite.process("redis").kill();
        for (int edge = 1; edge <= 2; edge++) {
            int admitted = 0;
            for (int i = 0; i < 2 * LIMIT; i++) {
                HttpResponse<String> answer = suite.ask(edge, customer.secret(), BODY);
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, 429);
                assertThat(answer.headers().firstValue("x-ratelimit-mode")).contains("degraded");
                if (answer.statusCode() == 429) {
                    assertThat(answer.headers().firstValue("retry-after")).isPresent();
                    assertThat(answer.body()).contains("Rate limit exceeded: 10 RPM");
                } else {
                    admitted++;
                }
            }
            // max(1, ceil(1.5 * 10 / 2 edges))
            assertThat(admitted).isEqualTo(8);
            assertThat(suite.metrics(edge == 1 ? "edge" : "edge-2").sum("tollgate_permit_degraded"))
                    .isEqualTo(1);
        }
        suite.startAgain("redis");
        Suite.Customer fresh = suite.customer(Suite.CREDIT, TEN_A_MINUTE);
        for (int edge = 1; edge <= 2; edge++) {
            int number = edge;
            await("edge " + edge + " counts in Redis again")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> suite.ask(number, fresh.secret(), BODY)
                            .headers()
                            .firstValue("x-ratelimit-mode")
                            .isEmpty());
        }
    }

    @Test
    void rule16ConcurrencyThatRedisForgotIsToldItAgain() {
        Suite suite = Suite.running();
        Suite.Customer customer = suite.customer(Suite.CREDIT, "\"limits\":{\"concurrency\":1}");
        LiveStream stream = suite.stream(1, customer.secret(), Ask.stream("demo-500ms", Ask.words("", 120), 1024));
        await().atMost(Duration.ofSeconds(10)).until(() -> stream.chunks() > 0);
        assertThat(suite.ask(2, customer.secret(), BODY).statusCode()).isEqualTo(429);
        redis(suite, "FLUSHALL");
        await("the permit is there again by the next renewal")
                .atMost(Duration.ofSeconds(15))
                .until(() -> suite.ask(2, customer.secret(), BODY).statusCode() == 429);
        stream.close();
        await("and ends with its request")
                .atMost(Duration.ofSeconds(5))
                .until(() -> suite.ask(2, customer.secret(), BODY).statusCode() == 200);
    }

    @Test
    void rule16ACallerWhoAsksAgainAtOnceIsNotInHisOwnWay() {
        Suite suite = Suite.running();
        Suite.Customer customer = suite.customer(Suite.CREDIT, "\"limits\":{\"concurrency\":1}");
        assertThat(IntStream.range(0, 40)
                        .mapToObj(i -> suite.ask(1, customer.secret(), BODY).statusCode()))
                .containsOnly(200);
    }

    @Test
    void rule2ALostAnswerOfRatelimitCountsOnce() {
        Suite suite = Suite.running();
        Suite.Customer customer = suite.customer(Suite.CREDIT, TEN_A_MINUTE);
        Line line = suite.lines().ratelimit();
        int admitted = 0;
        for (int i = 0; i < 2 * LIMIT; i++) {
            line.loseAnswers("POST /internal/v1/permits ", i % 2);
            HttpResponse<String> answer = suite.ask(2, customer.secret(), BODY);
            assertThat(answer.headers().firstValue("x-ratelimit-mode")).isEmpty();
            assertThat(line.answersLost()).isEqualTo(i % 2);
            admitted += answer.statusCode() == 200 ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(LIMIT);
    }

    private static void redis(Suite suite, String command) {
        URI url = suite.stack().url("redis");
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(3)).isEqualTo("+OK".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
