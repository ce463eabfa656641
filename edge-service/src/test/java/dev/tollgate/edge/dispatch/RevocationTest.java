package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.relay.Clearance;
import io.vertx.core.Promise;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A request that is ended from outside, whatever it is at.
class RevocationTest extends DispatchRig {
    private static final ServiceError REVOKED = new ServiceError(ErrorCode.INVALID_API_KEY, "revoked");
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    @Test
    void endsASilentStreamWithAnErrorFrameAndClosesTheUpstream() throws Exception {
        script.add(socket -> socket.write(head("text/event-stream") + CHUNK));
        open();
        try (Socket client = raw()) {
            InputStream in = client.getInputStream();
            StringBuilder seen = new StringBuilder();
            while (!seen.toString().contains("three four")) {
                seen.append((char) in.read());
            }
            running.getFirst().revoke(REVOKED);
            while (!seen.toString().endsWith("0\r\n\r\n")) {
                seen.append((char) in.read());
            }
            assertThat(seen.toString()).contains("\"code\":\"invalid_api_key\"").doesNotContain("[DONE]");
        }
        await().atMost(ONE_SECOND).until(() -> closed.get() == 1);
        assertThat(reports).hasSize(1);
        assertThat(report().outcome()).isEqualTo(Outcome.REVOKED);
        assertThat(report().delivered()).isPositive();
        assertThat(report().firstByteMillis()).isNotNull();
    }

    @Test
    void refusesAStreamThatHasNotBegun() {
        script.add(socket -> socket.write(head("text/event-stream")));
        open();
        CompletableFuture<HttpResponse<String>> answer = callAsync();
        await().until(() -> received.size() == 1);
        running.getFirst().revoke(REVOKED);
        assertThat(answer.join().statusCode()).isEqualTo(401);
        assertThat(answer.join().body()).contains("invalid_api_key");
        assertThat(report().outcome()).isEqualTo(Outcome.REVOKED);
        assertThat(report().target()).isNotNull();
        await().atMost(ONE_SECOND).until(() -> closed.get() == 1);
    }

    @Test
    void refusesBeforeAnythingIsSent() {
        clearing = () -> Promise.<Clearance>promise().future();
        open();
        CompletableFuture<HttpResponse<String>> answer = callAsync();
        await().until(() -> clearances.size() == 1);
        running.getFirst().revoke(REVOKED);
        assertThat(answer.join().statusCode()).isEqualTo(401);
        assertThat(report().target()).isNull();
        assertThat(received).isEmpty();
    }

    @Test
    void refusesAPlainAnswerThatIsNotWhole() {
        streaming = false;
        script.add(socket -> socket.write("HTTP/1.1 200 x\r\nContent-Length: 1000\r\n\r\n{\"id\":"));
        open();
        CompletableFuture<HttpResponse<String>> answer = callAsync();
        await().until(() -> received.size() == 1);
        await().during(Duration.ofMillis(100)).until(() -> reports.isEmpty());
        running.getFirst().revoke(REVOKED);
        assertThat(answer.join().statusCode()).isEqualTo(401);
        assertThat(reports).hasSize(1);
    }

    @Test
    void leavesAnAnswerAloneThatHasEnded() {
        script.add(events(CHUNK + LAST + DONE));
        open();
        String body = call().body();
        running.getFirst().revoke(REVOKED);
        await().during(Duration.ofMillis(200)).atMost(ONE_SECOND).until(() -> reports.size() == 1);
        assertThat(body.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
        assertThat(report().outcome()).isEqualTo(Outcome.COMPLETED);
    }
}
