package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.edge.provider.spi.Counted;
import dev.tollgate.edge.relay.Gate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Answers of all kinds, from the provider's socket to the client's.
class RelayedAnswersTest extends DispatchRig {
    private static final String WIDE = CHUNK.replace("one two three four", "hé 😀");
    private static final String USAGE = "data: {\"id\":\"1\",\"model\":\"up\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":4}}}\n\n";

    @Test
    void relaysAStreamWithThePublicNameAndKeepsTheUsageChunkToItself() {
        script.add(events(WIDE + LAST + USAGE + DONE));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo((WIDE + LAST + DONE).replace("\"up\"", "\"public\""));
        assertThat(answer.headers().firstValue("x-tollgate-provider")).contains("p");
        assertThat(report().usage()).isEqualTo(Counted.tokens(5, 4, 0, 0, 0, 3, 0, 0));
        assertThat(report().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(received.getFirst()).doesNotContain("x-stainless").contains("identity");
    }

    @Test
    void passesTheUsageChunkToThoseWhoAskedForIt() {
        includeUsage = true;
        script.add(events(WIDE + LAST + USAGE + DONE));
        open();
        assertThat(call().body()).contains("prompt_tokens").endsWith(DONE);
    }

    @Test
    void givesTheSameBytesHoweverTheUpstreamCutsThem() {
        open();
        byte[] bytes = (": hi\r\n\r\n" + WIDE + LAST + USAGE + DONE)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < bytes.length; cut += 7) {
            Buffer first = Buffer.buffer().appendBytes(bytes, 0, cut);
            Buffer rest = Buffer.buffer().appendBytes(bytes, cut, bytes.length - cut);
            script.add(socket -> socket.write(
                            Buffer.buffer(head("text/event-stream")).appendBuffer(first))
                    .onSuccess(sent -> vertx.setTimer(1, later -> socket.end(rest))));
            assertThat(call().body()).isEqualTo((WIDE + LAST + DONE).replace("\"up\"", "\"public\""));
        }
    }

    @Test
    void endsWithAnErrorFrameWhenAStreamBreaksOff() {
        route = targets(2);
        script.add(events(WIDE));
        script.add(events(WIDE + LAST + DONE));
        open();
        assertThat(call().body()).contains("\"error\"").doesNotContain("[DONE]");
        assertThat(report().outcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
        assertThat(report().delivered()).isPositive();
        assertThat(called()).containsExactly("d0");
    }

    @Test
    void addsTheDoneThatAProviderForgets() {
        script.add(events(WIDE + LAST));
        open();
        assertThat(call().body()).endsWith(DONE);
    }

    @Test
    void tellsBadJsonInAStream() {
        script.add(events(WIDE + "data: {\"choices\":[{\"del\n\n" + DONE));
        open();
        assertThat(call().body()).contains("\"error\"").doesNotContain("[DONE]");
    }

    @Test
    void endsAStreamThatFallsSilent() {
        timeouts = new Catalogue.Timeouts(1_000, 400, 1_000, 400, 5_000);
        route = targets(1);
        script.add(socket -> socket.write(head("text/event-stream") + WIDE));
        script.add(socket -> socket.write(head("text/event-stream")));
        open();
        assertThat(call().body()).contains("\"error\"").doesNotContain("[DONE]");
        assertThat(call().statusCode()).isEqualTo(504);
    }

    @Test
    void relaysALineOfMegabytes() {
        script.add(events(CHUNK.replace("one", "x".repeat(3_000_000)) + LAST + DONE));
        open();
        assertThat(call().body()).hasSizeGreaterThan(3_000_000).endsWith(DONE);
    }

    @Test
    void relaysAPlainAnswerAndReportsOnce() {
        streaming = false;
        script.add(answer(200, ANSWER));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.body()).isEqualTo(ANSWER.replace("\"up\"", "\"public\""));
        assertThat(answer.headers().firstValue("x-request-id")).contains("req");
        assertThat(report().usage()).isEqualTo(Counted.tokens(9, 0, 0, 0, 0, 3, 0, 0));
        assertThat(reports).hasSize(1);
    }

    @Test
    void tellsAnAnswerThatCannotBeUnderstood() {
        streaming = false;
        script.add(socket -> socket.end(Buffer.buffer(head("application/json") + "{\"id\":\"1\",\"choi")));
        open();
        assertThat(call().statusCode()).isEqualTo(502);
        assertThat(report().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void closesTheUpstreamWhenTheClientLeaves() throws IOException {
        script.add(socket -> socket.write(head("text/event-stream") + WIDE));
        open();
        try (Socket client = raw()) {
            assertThat(client.getInputStream().read()).isPositive();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> closed.get() == 1 && reports.size() == 1);
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void drainsForTheUsageWhereTheProviderBillsAnyway() throws IOException {
        onClientGone = OnClientGone.DRAIN;
        route = targets(1);
        List<NetSocket> upstream = new CopyOnWriteArrayList<>();
        script.add(socket -> {
            upstream.add(socket);
            socket.write(head("text/event-stream") + WIDE);
        });
        open();
        try (Socket client = raw()) {
            assertThat(client.getInputStream().read()).isPositive();
        }
        vertx.setTimer(300, later -> upstream.getFirst().end(Buffer.buffer(LAST + USAGE + DONE)));
        await().atMost(Duration.ofSeconds(5)).until(() -> reports.size() == 1);
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(report().usage()).isNotNull();
    }

    @Test
    void holdsTheUpstreamBackForASlowClient() throws IOException {
        byte[] chunk = CHUNK.replace("one", "x".repeat(60_000)).getBytes(StandardCharsets.UTF_8);
        long[] sent = {0};
        timeouts = new Catalogue.Timeouts(1_000, 60_000, 60_000, 60_000, 60_000);
        route = targets(1);
        script.add(socket -> {
            socket.write(head("text/event-stream"));
            socket.drainHandler(ready -> pump(socket, chunk, sent));
            pump(socket, chunk, sent);
        });
        open();
        try (Socket client = raw()) {
            await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(5)).until(() -> {
                long before = sent[0];
                return sent[0] == before;
            });
            assertThat(sent[0]).isLessThan(40_000_000L);
            InputStream in = client.getInputStream();
            assertThat(in.readNBytes(1_000_000)).hasSize(1_000_000);
        }
    }

    @Test
    void stopsAStreamWhoseCreditIsSpent() {
        gate = new Gate.Stop(new ServiceError(ErrorCode.INSUFFICIENT_BALANCE, "out of credit"));
        script.add(events(WIDE + WIDE));
        open();
        assertThat(call().body()).contains("billing_error").doesNotContain("[DONE]");
        assertThat(report().outcome()).isEqualTo(Outcome.CREDIT_EXHAUSTED);
    }

    private static void pump(NetSocket socket, byte[] chunk, long[] sent) {
        while (!socket.writeQueueFull() && sent[0] < 200_000_000L) {
            sent[0] += chunk.length;
            socket.write(Buffer.buffer(chunk));
        }
    }
}
