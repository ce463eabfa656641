package dev.tollgate.edge.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rules 7: nothing goes out that is not paid for, and nothing is lost or changes places while credit is asked for.
class CreditWaitTest {
    private static final String LAST =
            "data: {\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final Gate STOP = new Gate.Stop(new ServiceError(ErrorCode.INSUFFICIENT_BALANCE, "out of credit"));

    private final RelayStage stage = new RelayStage();
    private final Promise<Gate> credit = Promise.promise();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void rule7NothingGoesOutBeyondWhatIsPaidFor() throws IOException {
        paysFor(6, STOP);
        stage.start().answers(words(1, 50));
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.untilEnd())
                    .startsWith(sent(1, 6))
                    .doesNotContain("w7")
                    .contains("billing_error");
            assertThat(client.body()).doesNotContain("[DONE]");
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.CREDIT_EXHAUSTED);
        assertThat(stage.ending().delivered()).isEqualTo(6);
        assertThat(stage.ending().healthy()).isTrue();
    }

    /// The provider flushes thousands of tokens in one event: they are asked for before they go.
    @Test
    void rule7AFlushOfManyTokensIsAskedForFirst() throws IOException {
        paysFor(100, STOP);
        stage.start().answers(chunk(" word".repeat(3_000)));
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.untilEnd()).contains("billing_error").doesNotContain("word");
        }
        assertThat(stage.asked).containsExactly(3_000L);
        assertThat(stage.ending().delivered()).isZero();
    }

    @Test
    void aWaitChangesNoOrder() throws IOException {
        waitsAt(3);
        stage.start().answers(words(1, 10));
        try (RelayStage.Client client = stage.call()) {
            client.until(sent(1, 2));
            stage.sendsMore(words(11, 20));
            stage.sendsMore(LAST + DONE);
            await().during(Duration.ofMillis(300)).until(() -> client.body().equals(sent(1, 2)));
            credit.complete(Gate.GO);
            assertThat(client.until("[DONE]")).isEqualTo(sent(1, 20) + named(LAST) + DONE);
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(stage.ending().delivered()).isEqualTo(20);
    }

    @Test
    void whatWaitsIsAskedForAsAWholeAgain() throws IOException {
        AtomicLong paid = new AtomicLong(2);
        stage.paidFor = 0;
        stage.gate = tokens -> {
            if (tokens <= paid.get()) {
                return Gate.GO;
            }
            if (paid.get() >= 5) {
                return STOP;
            }
            paid.set(5);
            return new Gate.Wait(credit.future());
        };
        stage.start().answers(words(1, 9));
        try (RelayStage.Client client = stage.call()) {
            client.until(sent(1, 2));
            credit.complete(Gate.GO);
            assertThat(client.untilEnd())
                    .startsWith(sent(1, 2))
                    .doesNotContain("w3")
                    .contains("billing_error");
        }
        assertThat(stage.asked).contains(9L);
        assertThat(stage.ending().delivered()).isEqualTo(2);
    }

    @Test
    void aRefusalEndsTheStreamBehindWhatIsPaidFor() throws IOException {
        waitsAt(3);
        stage.start().answersWhole(words(1, 10) + LAST + DONE);
        try (RelayStage.Client client = stage.call()) {
            client.until(sent(1, 2));
            credit.complete(STOP);
            assertThat(client.untilEnd())
                    .startsWith(sent(1, 2))
                    .contains("out of credit")
                    .doesNotContain("w3");
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.CREDIT_EXHAUSTED);
        assertThat(stage.ending().delivered()).isEqualTo(2);
    }

    @Test
    void aFailureWhileWaitingIsToldBehindWhatWaited() throws IOException {
        waitsAt(3);
        stage.start().answers(words(1, 5));
        try (RelayStage.Client client = stage.call()) {
            client.until(sent(1, 2));
            stage.provider.getFirst().close();
            await().during(Duration.ofMillis(300)).until(() -> client.body().equals(sent(1, 2)));
            credit.complete(Gate.GO);
            assertThat(client.untilEnd())
                    .startsWith(sent(1, 5))
                    .contains("upstream_error")
                    .doesNotContain("[DONE]");
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
        assertThat(stage.ending().delivered()).isEqualTo(5);
    }

    @Test
    void anErrorFrameInAPacketThatWaitsComesBehindIt() throws IOException {
        waitsAt(3);
        stage.start().answers(words(1, 5) + "data: {\"error\":{\"message\":\"x\"}}\n\n");
        try (RelayStage.Client client = stage.call()) {
            client.until(sent(1, 2));
            credit.complete(Gate.GO);
            assertThat(client.untilEnd()).startsWith(sent(1, 5)).contains("upstream_error");
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
    }

    @Test
    void aClientThatLeavesWhileWaitingPaysForWhatItHas() throws IOException {
        waitsAt(3);
        stage.start().answers(words(1, 5));
        try (RelayStage.Client client = stage.call()) {
            client.until(sent(1, 2));
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(stage.ending().delivered()).isEqualTo(2);
        await().atMost(RelayStage.LONG).until(() -> stage.providerClosed);
        credit.complete(Gate.GO);
        assertThat(stage.endings).hasSize(1);
    }

    @Test
    void aStreamThatIsDrainedWaitsForNoCredit() throws IOException {
        stage.onClientGone = OnClientGone.DRAIN;
        waitsAt(3);
        stage.start().answers(words(1, 5));
        try (RelayStage.Client client = stage.call()) {
            client.until(sent(1, 2));
        }
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        stage.sendsMore(
                LAST + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5}}\n\n" + DONE);
        assertThat(stage.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(stage.ending().delivered()).isEqualTo(2);
        assertThat(stage.ending().usage()).isNotNull();
    }

    @Test
    void aWaitWithoutEndIsEnded() throws IOException {
        stage.settings.put("tollgate.edge.relay.credit-wait", "300ms");
        waitsAt(1);
        stage.start().answers(words(1, 5));
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.untilEnd()).contains("service_unavailable").doesNotContain("w1");
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.CREDIT_EXHAUSTED);
    }

    @Test
    void aWaitThatFailsIsARefusal() throws IOException {
        stage.gate = tokens -> new Gate.Wait(Future.failedFuture("away"));
        stage.start().answers(words(1, 5));
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.untilEnd()).contains("service_unavailable").doesNotContain("w1");
        }
    }

    /// Back-pressure: while it waits, the provider cannot send more than sockets hold.
    @Test
    void aWaitHoldsTheProviderBack() throws IOException {
        stage.timeouts = new Catalogue.Timeouts(1_000, 60_000, 60_000, 60_000, 60_000);
        waitsAt(3);
        AtomicLong sent = new AtomicLong();
        byte[] more = chunk("y".repeat(30_000)).getBytes(StandardCharsets.UTF_8);
        stage.script.add(socket -> {
            socket.write(RelayStage.head("text/event-stream") + words(1, 5));
            socket.drainHandler(nothing -> pump(socket, more, sent));
            pump(socket, more, sent);
        });
        stage.start();
        try (RelayStage.Client client = stage.call()) {
            client.until(sent(1, 2));
            AtomicLong before = new AtomicLong(-1);
            await().atMost(RelayStage.LONG)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(40_000_000L);
            assertThat(client.body()).isEqualTo(sent(1, 2));
        }
    }

    private static void pump(NetSocket socket, byte[] chunk, AtomicLong sent) {
        while (!socket.writeQueueFull() && sent.get() < 200_000_000L) {
            sent.addAndGet(chunk.length);
            socket.write(Buffer.buffer(chunk));
        }
    }

    private void paysFor(long tokens, Gate beyond) {
        stage.paidFor = tokens;
        stage.gate = asked -> asked <= tokens ? Gate.GO : beyond;
    }

    private void waitsAt(long token) {
        stage.paidFor = token - 1;
        stage.gate = asked -> asked < token || credit.future().isComplete() ? Gate.GO : new Gate.Wait(credit.future());
    }

    /// Each is one token of the encoding: a space and a letter with a digit behind are two, so words alone.
    private static String words(int from, int to) {
        StringBuilder events = new StringBuilder();
        for (int i = from; i <= to; i++) {
            events.append(chunk(" hello").replace("\"id\"", "\"w" + i + "\""));
        }
        return events.toString();
    }

    private static String chunk(String content) {
        return "data: {\"id\":1,\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content
                + "\"},\"finish_reason\":null}]}\n\n";
    }

    private static String sent(int from, int to) {
        return named(words(from, to));
    }

    private static String named(String events) {
        return events.replace("\"up\"", "\"public\"");
    }
}
