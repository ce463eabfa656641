package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.edge.relay.Clearance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A client that leaves is noticed at every step: the upstream is closed and the books are told, once.
class DisconnectTest extends DispatchRig {
    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void beforeTheFirstAttempt() throws IOException {
        Promise<Void> admission = Promise.promise();
        admitted = admission.future();
        open();
        Socket client = raw();
        client.close();
        await().during(Duration.ofMillis(200)).atMost(SOON).until(() -> reports.isEmpty());
        vertx.runOnContext(now -> admission.complete());
        await().atMost(SOON).until(() -> reports.size() == 1);
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(report().attempts()).isEmpty();
        assertThat(report().target()).isNull();
        assertThat(connections).hasValue(0);
    }

    @Test
    void whileTheWriteIsNotClearedYet() throws IOException {
        settings.put("tollgate.edge.dispatch.connections-max", "1");
        clearing = () -> Promise.<Clearance>promise().future();
        open();
        try (Socket client = raw()) {
            await().until(() -> clearances.size() == 1);
            assertThat(client.isClosed()).isFalse();
        }
        await().atMost(SOON).until(() -> reports.size() == 1);
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(report().target()).isNull();
        assertThat(received).isEmpty();
        clearing = () -> Future.succeededFuture(CLEARED);
        script.add(events(CHUNK + LAST + DONE));
        assertThat(call().statusCode()).isEqualTo(200);
    }

    @Test
    void whileAConnectionIsWaitedFor() throws IOException {
        settings.put("tollgate.edge.dispatch.connections-max", "1");
        script.add(socket -> {});
        open();
        try (Socket first = raw()) {
            await().until(() -> received.size() == 1);
            try (Socket second = raw()) {
                await().until(() -> running.size() == 2);
                assertThat(second.isClosed()).isFalse();
            }
            await().atMost(SOON).until(() -> reports.size() == 1);
            assertThat(report().target()).isNull();
            assertThat(first.isClosed()).isFalse();
        }
        await().atMost(SOON).until(() -> reports.size() == 2);
        assertThat(received).hasSize(1);
    }

    @Test
    void beforeTheAnswersHead() throws IOException {
        script.add(socket -> {});
        open();
        try (Socket client = raw()) {
            await().until(() -> received.size() == 1);
            assertThat(client.isClosed()).isFalse();
        }
        await().atMost(SOON).until(() -> reports.size() == 1 && closed.get() == 1);
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(report().target()).isNotNull();
        assertThat(report().attempts()).singleElement().satisfies(one -> assertThat(one.result())
                .isEqualTo("cancelled"));
    }

    @Test
    void whileAnErrorsBodyIsRead() throws IOException {
        route = targets(2);
        script.add(socket -> socket.write("HTTP/1.1 500 x\r\nContent-Length: 100\r\n\r\n{"));
        script.add(events(CHUNK + LAST + DONE));
        open();
        try (Socket client = raw()) {
            await().until(() -> received.size() == 1);
            await().during(Duration.ofMillis(200)).atMost(SOON).until(() -> reports.isEmpty());
            assertThat(client.isClosed()).isFalse();
        }
        await().atMost(SOON).until(() -> reports.size() == 1 && closed.get() == 1);
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(called()).containsExactly("d0");
    }

    @Test
    void afterAnAttemptThatFailedBeforeItsFirstEvent() throws IOException {
        route = targets(2);
        script.add(events("data: {\"error\":{\"message\":\"overloaded\"}}\n\n"));
        script.add(socket -> socket.write(Buffer.buffer(head("text/event-stream"))));
        open();
        try (Socket client = raw()) {
            await().until(() -> received.size() == 2);
            assertThat(client.isClosed()).isFalse();
        }
        await().atMost(SOON).until(() -> reports.size() == 1 && closed.get() == 2);
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(report().attempts()).hasSize(2);
    }

    @Test
    void duringAPlainAnswer() throws IOException {
        streaming = false;
        script.add(socket -> socket.write("HTTP/1.1 200 x\r\nContent-Length: 1000\r\n\r\n{\"id\":"));
        open();
        try (Socket client = raw()) {
            await().until(() -> received.size() == 1);
            assertThat(client.isClosed()).isFalse();
        }
        await().atMost(SOON).until(() -> reports.size() == 1 && closed.get() == 1);
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
    }
}
