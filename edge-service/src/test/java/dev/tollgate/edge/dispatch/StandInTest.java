package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import dev.tollgate.edge.catalogue.Target;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When another model is asked, what the answer says of it, and how long a caller waits.
class StandInTest extends DispatchRig {
    private static final String REFUSAL = "{\"error\":{\"message\":\"no\",\"code\":\"%s\"}}";

    private final List<StandIn.Reason> reasons = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "400, context_length_exceeded, CONTEXT_WINDOW, context_window",
        "400, content_filter, CONTENT_POLICY, content_policy",
        "500, x, ANY, 500"
    })
    void anotherModelIsAskedForItsReason(int status, String code, StandIn.Reason reason, String result) {
        streaming = false;
        other(target("other", 0, 1));
        script.add(answer(status, REFUSAL.formatted(code)));
        script.add(answer(200, ANSWER));
        open();

        HttpResponse<String> answer = call();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(called()).containsExactly("d0", "other");
        assertThat(reasons).containsExactly(reason);
        assertThat(report().attempts())
                .extracting(Attempt::deployment, Attempt::result, Attempt::model)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("d0", result, "m"),
                        org.assertj.core.groups.Tuple.tuple("other", "ok", null));
        assertThat(answer.headers().firstValue("x-tollgate-deployment")).hasValue("other");
        assertThat(answer.headers().firstValue("x-tollgate-attempts")).hasValue("2");
    }

    @Test
    void theCallersOtherFaultsAreNobodyElsesBusiness() {
        streaming = false;
        other(target("other", 0, 1));
        script.add(answer(400, REFUSAL.formatted("bad_schema")));
        open();

        assertThat(call().statusCode()).isEqualTo(400);
        assertThat(reasons).isEmpty();
    }

    @Test
    void withoutAnotherTheCallerIsToldWhyItsOwnFailed() {
        streaming = false;
        standIn = reason -> Future.succeededFuture(Optional.empty());
        script.add(answer(400, REFUSAL.formatted("context_length_exceeded")));
        open();

        HttpResponse<String> answer = call();

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("context_length_exceeded");
        assertThat(answer.headers().firstValue("x-tollgate-attempts")).hasValue("1");
        assertThat(report().attempts()).extracting(Attempt::model).containsOnlyNulls();
    }

    @Test
    void onceItsFirstByteHasGoneOutNobodyStandsIn() {
        other(target("other", 0, 1));
        script.add(socket -> {
            socket.write(head("text/event-stream") + CHUNK);
            vertx.setTimer(100, later -> socket.close());
        });
        open();

        assertThat(call().body()).contains("upstream_error");
        assertThat(reasons).isEmpty();
        assertThat(called()).containsExactly("d0");
    }

    @Test
    void aCallersTimeoutEndsTheWaitForTheFirstByte() {
        timeoutMillis = 200;
        other(target("other", 0, 1));
        script.add(socket -> {});
        open();

        HttpResponse<String> answer = call();

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("x-tollgate-timeout-ms").contains("upstream_timeout");
        assertThat(report().attempts()).extracting(Attempt::result).containsExactly("deadline");
        assertThat(reasons).isEmpty();
    }

    @Test
    void aCallersTimeoutSpansRetries() {
        timeoutMillis = 1_500;
        streaming = false;
        route = targets(2);
        script.add(answer(500, "{}"));
        script.add(socket -> {});
        open();

        assertThat(call().statusCode()).isEqualTo(504);
        assertThat(called()).containsExactly("d0", "d1");
        assertThat(report().attempts()).extracting(Attempt::result).containsExactly("500", "deadline");
    }

    @Test
    void aCallersTimeoutDoesNotEndAnAnswerThatHasBegun() {
        timeoutMillis = 1_000;
        script.add(socket -> {
            socket.write(head("text/event-stream") + CHUNK);
            vertx.setTimer(1_200, later -> socket.end(Buffer.buffer(LAST + DONE)));
        });
        open();

        assertThat(call().body()).endsWith(DONE);
    }

    @Test
    void howSoonTheFirstTokenCameIsRemembered() {
        script.add(events(CHUNK + LAST + DONE));
        open();

        call();

        assertThat(firstTokens.millis("d0", true)).isPositive();
        assertThat(firstTokens.millis("d0", false)).isZero();
    }

    /// The same request of a model with this one deployment.
    private void other(Target target) {
        AtomicReference<StandIn> self = new AtomicReference<>();
        self.set(reason -> {
            reasons.add(reason);
            return Future.succeededFuture(
                    reasons.size() > 1
                            ? Optional.empty()
                            : Optional.of(instead(target, Objects.requireNonNull(self.get()))));
        });
        standIn = Objects.requireNonNull(self.get());
    }

    private DispatchRequest instead(Target target, StandIn next) {
        DispatchRequest now = dispatched.getLast();
        return new DispatchRequest(
                now.requestId(),
                now.body(),
                now.modelBound(),
                now.outputBound(),
                List.of(target),
                RouteWish.of("n", 1),
                now.timeoutMillis(),
                now.startNanos(),
                Map.of("x-tollgate-model", "n"),
                now.traceparent(),
                now.errors(),
                now.client(),
                now.hooks(),
                next);
    }
}
