package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.edge.provider.spi.EventSplitter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Granted;
import dev.tollgate.edge.relay.Clearance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A credential that has to be asked for first, and what is made of it.
class GrantTest extends DispatchRig {
    private static final Failure REFUSED = new Failure.Rejected(401);

    @Test
    void whatIsGrantedIsSentInPlaceOfTheConfiguredCredential() {
        granting = () -> Future.succeededFuture(new Granted.Secret("minted"));
        script.add(events(CHUNK + LAST + DONE));
        open();
        assertThat(call().body()).endsWith(DONE);
        assertThat(received.getFirst()).contains("Bearer minted").doesNotContain("s3cret");
    }

    @Test
    void nothingIsSentUntilItIsGranted() {
        Promise<Granted> later = Promise.promise();
        AtomicInteger asked = new AtomicInteger();
        granting = () -> {
            asked.incrementAndGet();
            return later.future();
        };
        script.add(events(CHUNK + LAST + DONE));
        open();
        CompletableFuture<HttpResponse<String>> answer = callAsync();
        await().until(() -> asked.get() == 1);
        assertThat(connections.get()).isZero();
        later.complete(new Granted.Secret("minted"));
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(received.getFirst()).contains("Bearer minted");
    }

    @Test
    void whatIsDeniedFallsBackAndCountsAgainstTheDeployment() {
        AtomicInteger asked = new AtomicInteger();
        granting = () -> Future.succeededFuture(
                asked.incrementAndGet() == 1 ? new Granted.Denied(REFUSED) : new Granted.Secret("minted"));
        route = targets(2);
        script.add(events(CHUNK + LAST + DONE));
        open();
        assertThat(call().body()).endsWith(DONE);
        assertThat(called()).containsExactly("d1");
        assertThat(report().attempts()).extracting(Attempt::result).containsExactly("401", "ok");
    }

    @Test
    void whereNoneIsGrantedTheCallerGetsA503ThatTellsNothingOfIt() {
        granting = () -> Future.succeededFuture(new Granted.Denied(REFUSED));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("upstream_error").doesNotContain("401");
        assertThat(clearances).isEmpty();
        assertThat(report().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aCallerWhoLeavesBeforeItIsGrantedIsSentToNobody() throws Exception {
        Promise<Granted> later = Promise.promise();
        AtomicInteger asked = new AtomicInteger();
        granting = () -> {
            asked.incrementAndGet();
            return later.future();
        };
        open();
        try (Socket caller = raw()) {
            await().until(() -> asked.get() == 1);
        }
        assertThat(report().outcome()).isEqualTo(Outcome.CANCELLED);
        later.complete(new Granted.Secret("minted"));
        assertThat(clearances).isEmpty();
    }

    /// A signature covers the body, so that another body has another.
    @Test
    void aBodyMadeAnewForAnotherBoundComesWithItsOwnHeaders() {
        outputBound = 500L;
        clearing = () -> Future.succeededFuture(new Clearance.Cleared(300L, true));
        script.add(events(CHUNK + LAST + DONE));
        signing = true;
        open();
        call();
        assertThat(received.getFirst())
                .containsIgnoringCase("x-signed: bound=300{}")
                .endsWith("bound=300{}");
    }

    @Test
    void aStreamIsCutIntoEventsAsItsProviderFramesThem() {
        framing = eventMax -> new ByBars();
        String said = CHUNK.strip().substring("data: ".length()) + "|"
                + LAST.strip().substring("data: ".length()) + "|[DONE]";
        script.add(socket -> socket.end(Buffer.buffer(head("application/x-bars") + said + "|")));
        open();
        assertThat(call().body()).contains("one two three four").endsWith(DONE);
    }

    /// Events end with a bar.
    private static final class ByBars implements EventSplitter {
        private String held = "";

        @Override
        public boolean feed(Buffer chunk, Sink sink) {
            held += chunk.toString();
            for (int bar = held.indexOf('|'); bar >= 0; bar = held.indexOf('|')) {
                byte[] event = held.substring(0, bar).getBytes(StandardCharsets.UTF_8);
                held = held.substring(bar + 1);
                if (!sink.event(event, 0, event.length)) {
                    return true;
                }
            }
            return true;
        }

        @Override
        public void end(Sink sink) {}
    }
}
