package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import dev.tollgate.contract.billing.v1.UsageFrame.Incurred;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.routing.v1.Catalogue;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Which deployment is tried next, and what the caller hears when none is left.
class FallbackTest extends DispatchRig {
    private static final String ERROR = "{\"error\":{\"message\":\"x\"}}";

    @Test
    void triesByPriorityUntilOneAnswers() {
        route = targets(4);
        script.add(answer(500, ERROR));
        script.add(answer(429, "{}"));
        script.add(events("data: {\"error\":{\"message\":\"overloaded\"}}\n\n"));
        script.add(events(CHUNK + LAST + DONE));
        open();
        assertThat(call().body()).endsWith(DONE);
        assertThat(called()).containsExactly("d0", "d1", "d2", "d3");
        assertThat(report().attempts()).extracting(Attempt::result).containsExactly("500", "429", "error", "ok");
    }

    @Test
    void aConversationSticksToOneOfSeveralOfEqualPriority() {
        route = List.of(target("a", 0, 1), target("b", 0, 1), target("c", 0, 1));
        streaming = false;
        open();
        for (int i = 0; i < 6; i++) {
            script.add(answer(200, ANSWER));
            assertThat(call().statusCode()).isEqualTo(200);
        }
        assertThat(called()).hasSize(6).containsOnly(called().getFirst());
    }

    @Test
    void weightZeroIsTriedLastOfItsPriority() {
        route = List.of(target("idle", 0, 0), target("a", 0, 1), target("later", 1, 1));
        script.add(answer(500, ERROR));
        script.add(answer(500, ERROR));
        script.add(events(CHUNK + LAST + DONE));
        open();
        call();
        assertThat(called()).containsExactly("a", "idle", "later");
    }

    @Test
    void doesNotTryAnotherForTheCallersOwnFault() {
        route = targets(2);
        script.add(answer(400, "{\"error\":{\"message\":\"bad schema\"}}"));
        open();
        assertThat(call().statusCode()).isEqualTo(400);
        assertThat(called()).containsExactly("d0");
    }

    /// Rules 17: a failed attempt before a fallback is in the provider's book only, if it is in any.
    @Test
    void aFailedAttemptThatTheProviderMayChargeForIsAnAttemptsOwnCost() {
        timeouts = new Catalogue.Timeouts(1_000, 300, 300, 1_000, 10_000);
        sent = Quantities.of(7, 0);
        route = targets(4);
        script.add(answer(500, ERROR));
        script.add(socket -> {});
        script.add(events(CHUNK + LAST + DONE));
        open();
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(report().attempts()).extracting(Attempt::result).containsExactly("500", "timeout", "ok");
        assertThat(report().attempts())
                .extracting(Attempt::incurred)
                .containsExactly(null, new Incurred("p", "up", Map.of("input", 7L)), null);
    }

    @Test
    void stopsAtTheMostAttempts() {
        settings.put("tollgate.edge.dispatch.attempts-max", "2");
        route = targets(4);
        script.add(answer(500, ERROR));
        script.add(answer(500, ERROR));
        open();
        assertThat(call().statusCode()).isEqualTo(503);
        assertThat(called()).containsExactly("d0", "d1");
    }

    @Test
    void stopsAtTheDeadlineForRetries() {
        timeouts = new Catalogue.Timeouts(1_000, 300, 300, 1_000, 100);
        route = targets(3);
        script.add(socket -> {});
        script.add(events(CHUNK + LAST + DONE));
        open();
        assertThat(call().statusCode()).isEqualTo(504);
        assertThat(called()).containsExactly("d0");
    }

    @Test
    void theDeadlineDoesNotEndAnAnswerThatHasBegun() {
        timeouts = new Catalogue.Timeouts(1_000, 5_000, 5_000, 5_000, 100);
        route = targets(1);
        script.add(socket -> {
            socket.write(head("text/event-stream") + CHUNK);
            vertx.setTimer(400, later -> socket.end(io.vertx.core.buffer.Buffer.buffer(LAST + DONE)));
        });
        open();
        assertThat(call().body()).endsWith(DONE);
    }

    @Test
    void leavesALimitedDeploymentAloneForItsRetryAfter() {
        route = targets(2);
        streaming = false;
        script.add(answer(429, "{}", "Retry-After: 30"));
        script.add(answer(200, ANSWER));
        script.add(answer(200, ANSWER));
        open();
        call();
        call();
        assertThat(called()).containsExactly("d0", "d1", "d1");
    }

    @Test
    void aSuccessUnderWayDoesNotEndACooldown() {
        route = targets(2);
        streaming = false;
        script.add(socket -> vertx.setTimer(300, later -> answer(200, ANSWER).accept(socket)));
        script.add(answer(429, "{}", "Retry-After: 30"));
        script.add(answer(200, ANSWER));
        script.add(answer(200, ANSWER));
        open();
        var slow = callAsync();
        Awaitility.await().until(() -> received.size() == 1);
        call();
        slow.join();
        call();
        assertThat(called()).containsExactly("d0", "d0", "d1", "d1");
    }

    @Test
    void tellsTheSmallestRetryAfterWhenAllAreLimited() {
        route = targets(3);
        streaming = false;
        script.add(answer(429, "{}", "Retry-After: 40"));
        script.add(answer(429, "{}", "Retry-After: 7"));
        script.add(answer(429, "{}", "Retry-After: 20"));
        open();
        HttpResponse<String> tried = call();
        HttpResponse<String> untried = call();
        assertThat(tried.statusCode()).isEqualTo(503);
        assertThat(tried.body()).contains("upstream_error");
        assertThat(tried.headers().firstValue("retry-after")).contains("7");
        assertThat(untried.statusCode()).isEqualTo(503);
        assertThat(untried.headers().firstValueAsLong("retry-after-ms").orElse(0))
                .isBetween(1_000L, 7_000L);
        assertThat(received).hasSize(3);
        assertThat(reports).allMatch(report -> report.outcome() == Outcome.REFUSED);
    }

    @Test
    void theSmallestRetryAfterMayBeThatOfOneThatWasNotTried() {
        route = targets(2);
        streaming = false;
        script.add(answer(429, "{}", "Retry-After: 3"));
        script.add(answer(200, ANSWER));
        script.add(answer(429, "{}", "Retry-After: 50"));
        open();
        call();
        assertThat(call().headers().firstValue("retry-after")).contains("3");
        assertThat(called()).containsExactly("d0", "d1", "d1");
    }

    @Test
    void sendsAgainOnceWhenAConnectionDiesUnanswered() {
        streaming = false;
        script.add(io.vertx.core.net.NetSocket::close);
        script.add(answer(200, ANSWER));
        open();
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(called()).containsExactly("d0", "d0");
    }

    @Test
    void aProvidersRefusalOfOurKeyIsNotTold() {
        streaming = false;
        script.add(answer(401, "{\"error\":{\"message\":\"Incorrect API key: s3cret\"}}"));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("s3cret").contains("upstream_error");
    }
}
