package dev.tollgate.edge.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.edge.provider.spi.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that are neither JSON nor events: handed on as they come, and never taken for whole when they are not.
class ByteRelayTest {
    private static final ServiceError NO_CREDIT =
            new ServiceError(ErrorCode.INSUFFICIENT_BALANCE, "The request's credit ran out.");
    /// As a test speech counts them.
    private static final int BYTES_PER_TOKEN = 2_400;

    private final RelayStage stage = new RelayStage();

    @BeforeEach
    void sound() {
        stage.sound = true;
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void theFirstBytesReachTheClientBeforeTheLastAreMade() throws IOException {
        stage.start().script.add(socket -> socket.write(head() + chunk("first")));
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.until("firs")).isEqualTo("firs");
            stage.sendsMore(chunk(" and last") + "0\r\n\r\n");
            assertThat(client.untilEnd()).isEqualTo("first and last");
            assertThat(client.whole()).isTrue();
        }
        assertThat(stage.ending())
                .returns(Outcome.COMPLETED, Ending::outcome)
                .returns(true, Ending::healthy)
                .returns(null, Ending::usage);
    }

    @Test
    void rule18TheLastByteWaitsForTheBooks() throws IOException {
        Promise<Void> written = Promise.promise();
        stage.books = written.future();
        stage.start().script.add(socket -> socket.write(head() + chunk("spoken.") + "0\r\n\r\n"));
        try (RelayStage.Client client = stage.call()) {
            client.until("spoken");
            stage.ending();
            await().during(Duration.ofMillis(300)).until(() -> client.body().equals("spoken"));
            written.complete();
            assertThat(client.until(".")).isEqualTo("spoken.");
            assertThat(client.untilEnd()).isEqualTo("spoken.");
        }
    }

    @Test
    void rule18AnAnswerThatIsNotInTheBooksIsCutBeforeItsLastByte() throws IOException {
        stage.books = Future.failedFuture("disk full");
        stage.start().script.add(socket -> socket.write(head() + chunk("spoken.") + "0\r\n\r\n"));
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.isCut()).isTrue();
            assertThat(client.body()).isEqualTo("spoken");
        }
        assertThat(stage.count("tollgate.edge.answers.cut")).isOne();
    }

    @Test
    void aProviderThatBreaksOffHalfwayIsACutConnection() throws IOException {
        stage.start().script.add(socket -> socket.write(head() + chunk("half of it")));
        try (RelayStage.Client client = stage.call()) {
            client.until("half of i");
            stage.provider.getLast().close();
            assertThat(client.isCut()).isTrue();
            assertThat(client.body()).isEqualTo("half of i");
        }
        assertThat(stage.ending())
                .returns(Outcome.UPSTREAM_FAILED, Ending::outcome)
                .returns(false, Ending::healthy);
    }

    @Test
    void aProviderThatBreaksOffBeforeItsFirstByteMayFallBack() throws IOException {
        stage.start().script.add(socket -> socket.end(Buffer.buffer(head())));
        try (RelayStage.Client client = stage.call()) {
            client.until("reset");
        }
        assertThat(stage.failures).containsExactly(new Failure.Broken("reset"));
        assertThat(stage.endings).isEmpty();
    }

    @Test
    void anAnswerWithoutAByteIsNone() throws IOException {
        stage.start().script.add(socket -> socket.write(head() + "0\r\n\r\n"));
        try (RelayStage.Client client = stage.call()) {
            client.until("unreadable");
        }
        assertThat(stage.failures).containsExactly(new Failure.Unreadable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/html", "text/event-stream"})
    void textInThePlaceOfSoundMayFallBack(String type) throws IOException {
        stage.start()
                .script
                .add(socket -> socket.end(Buffer.buffer(RelayStage.head(type) + "{\"text\":\"no sound\"}")));
        try (RelayStage.Client client = stage.call()) {
            client.until("unreadable");
        }
        assertThat(stage.failures).containsExactly(new Failure.Unreadable());
    }

    @Test
    void anErrorToldWithStatus200MayFallBack() throws IOException {
        stage.start()
                .script
                .add(socket -> socket.end(Buffer.buffer(
                        RelayStage.head("application/json") + "{\"error\":{\"code\":\"rate_limit_exceeded\"}}")));
        try (RelayStage.Client client = stage.call()) {
            client.until("429");
        }
        assertThat(stage.failures).containsExactly(new Failure.RateLimited(0));
    }

    /// No usage would ever be told: to drain it is of no use.
    @ParameterizedTest
    @ValueSource(strings = {"CANCEL", "DRAIN"})
    void aClientThatLeavesEndsTheProvidersWork(OnClientGone policy) throws IOException {
        stage.onClientGone = policy;
        stage.start().script.add(socket -> socket.write(head() + chunk("x".repeat(BYTES_PER_TOKEN * 3))));
        try (RelayStage.Client client = stage.call()) {
            client.until("x");
        }
        await().atMost(RelayStage.LONG).until(() -> stage.providerClosed);
        assertThat(stage.ending())
                .returns(Outcome.CANCELLED, Ending::outcome)
                .returns(3L, Ending::delivered)
                .returns(true, Ending::healthy);
    }

    @Test
    void aProviderThatFallsSilentIsACutConnection() throws IOException {
        stage.timeouts = new Catalogue.Timeouts(2_000, 5_000, 5_000, 300, 5_000);
        stage.start().script.add(socket -> socket.write(head() + chunk("hm,")));
        try (RelayStage.Client client = stage.call()) {
            client.until("hm");
            assertThat(client.isCut()).isTrue();
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
        await().atMost(RelayStage.LONG).until(() -> stage.providerClosed);
    }

    @Test
    void aProviderThatSaysNothingAtAllMayFallBack() throws IOException {
        stage.timeouts = new Catalogue.Timeouts(2_000, 300, 5_000, 5_000, 5_000);
        stage.start().script.add(socket -> socket.write(head()));
        try (RelayStage.Client client = stage.call()) {
            client.until("timeout");
        }
        assertThat(stage.failures).containsExactly(new Failure.TimedOut());
    }

    @Test
    void aRevokedKeysAnswerIsCut() throws IOException {
        stage.start().script.add(socket -> socket.write(head() + chunk("some words")));
        try (RelayStage.Client client = stage.call()) {
            client.until("some word");
            assertThat(stage.interrupt(Outcome.REVOKED, NO_CREDIT)).isFalse();
            assertThat(client.isCut()).isTrue();
            assertThat(client.body()).isEqualTo("some word");
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.REVOKED);
        await().atMost(RelayStage.LONG).until(() -> stage.providerClosed);
    }

    @Test
    void beforeTheFirstByteARevocationIsTheCallersToTell() throws IOException {
        stage.start().script.add(socket -> socket.write(head()));
        try (RelayStage.Client client = stage.call()) {
            assertThat(stage.interrupt(Outcome.REVOKED, NO_CREDIT)).isTrue();
            await().atMost(RelayStage.LONG).until(() -> stage.providerClosed);
            assertThat(client.body()).isEmpty();
        }
        assertThat(stage.endings).isEmpty();
    }

    @Test
    void rule7NothingGoesOutBeyondWhatIsPaidFor() throws IOException {
        stage.paidFor = 2;
        stage.gate = tokens -> tokens <= 2 ? Gate.GO : new Gate.Stop(NO_CREDIT);
        stage.start().script.add(socket -> socket.write(head() + chunk("p".repeat(2 * BYTES_PER_TOKEN))));
        try (RelayStage.Client client = stage.call()) {
            client.until("p");
            await().atMost(RelayStage.LONG).until(() -> stage.delivered.contains(2L));
            stage.sendsMore(chunk("u".repeat(BYTES_PER_TOKEN)));
            assertThat(client.isCut()).isTrue();
            assertThat(client.body()).contains("p").doesNotContain("u");
        }
        assertThat(stage.ending())
                .returns(Outcome.CREDIT_EXHAUSTED, Ending::outcome)
                .returns(2L, Ending::delivered);
    }

    @Test
    void rule7WhatWaitsForCreditGoesOnWhenItComes() throws IOException {
        Promise<Gate> credit = Promise.promise();
        AtomicReference<Context> loop = new AtomicReference<>();
        stage.paidFor = 0;
        stage.gate = tokens -> {
            if (tokens == 0 || credit.future().isComplete()) {
                return Gate.GO;
            }
            loop.set(Vertx.currentContext());
            return new Gate.Wait(credit.future());
        };
        stage.start()
                .script
                .add(socket -> socket.write(head() + chunk("w".repeat(BYTES_PER_TOKEN) + "!") + "0\r\n\r\n"));
        try (RelayStage.Client client = stage.call()) {
            await().atMost(RelayStage.LONG).until(() -> loop.get() != null);
            // What came before the token was full may have gone.
            await().during(Duration.ofMillis(300)).until(() -> client.body().length() < BYTES_PER_TOKEN);
            Objects.requireNonNull(loop.get()).runOnContext(here -> credit.complete(Gate.GO));
            assertThat(client.untilEnd()).hasSize(BYTES_PER_TOKEN + 1).endsWith("w!");
            assertThat(client.whole()).isTrue();
        }
        assertThat(stage.ending()).returns(Outcome.COMPLETED, Ending::outcome).returns(1L, Ending::delivered);
    }

    private static String head() {
        return "HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    private static String chunk(String bytes) {
        return Integer.toHexString(bytes.length()) + "\r\n" + bytes + "\r\n";
    }
}
