package dev.tollgate.edge.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.provider.spi.Failure;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How answers end: the last byte and the books, ends that providers forget, and what is counted.
class StreamEndTest {
    private static final String CHUNK =
            "data: {\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hello\"},"
                    + "\"finish_reason\":null}]}\n\n";
    private static final String LAST =
            "data: {\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String PLAIN =
            "{\"model\":\"up\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                    + "\"content\":\"hello world\"},\"finish_reason\":\"stop\"}]}";

    private final RelayStage stage = new RelayStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void rule18TheLastByteWaitsForTheBooks() throws IOException {
        Promise<Void> written = Promise.promise();
        stage.books = written.future();
        stage.start().answersWhole(CHUNK + LAST + DONE);
        try (RelayStage.Client client = stage.call()) {
            client.until(named(CHUNK + LAST));
            stage.ending();
            await().during(Duration.ofMillis(300)).until(() -> client.body().equals(named(CHUNK + LAST)));
            written.complete();
            assertThat(client.until(DONE)).isEqualTo(named(CHUNK + LAST + DONE));
        }
        assertThat(stage.count("tollgate.edge.answers.cut")).isZero();
    }

    @Test
    void rule18AnAnswerThatIsNotInTheBooksIsCutBeforeItsLastByte() throws IOException {
        stage.books = io.vertx.core.Future.failedFuture("disk full");
        stage.start().answersWhole(CHUNK + LAST + DONE);
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.isCut()).isTrue();
            assertThat(client.body()).isEqualTo(named(CHUNK + LAST));
        }
        assertThat(stage.count("tollgate.edge.answers.cut")).isOne();
    }

    @Test
    void rule18AnErrorFrameIsALastByteToo() throws IOException {
        stage.books = io.vertx.core.Future.failedFuture("disk full");
        stage.start().answersWhole(CHUNK);
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.isCut()).isTrue();
            assertThat(client.body()).isEqualTo(named(CHUNK));
        }
    }

    @Test
    void rule18APlainAnswerThatIsNotInTheBooksIsNotGiven() throws IOException {
        stage.stream = false;
        stage.books = io.vertx.core.Future.failedFuture("disk full");
        stage.start().script.add(plain(PLAIN));
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.isCut()).isTrue();
            assertThat(client.body()).isEmpty();
        }
        assertThat(stage.count("tollgate.edge.answers.cut")).isOne();
    }

    @Test
    void aConnectionThatStaysOpenBehindTheEndIsReset() throws IOException {
        stage.settings.put("tollgate.edge.relay.end-grace", "300ms");
        stage.start().answers(CHUNK + LAST + DONE);
        try (RelayStage.Client client = stage.call()) {
            client.until(DONE);
            assertThat(stage.providerClosed).isFalse();
            await().atMost(RelayStage.LONG).until(() -> stage.providerClosed);
        }
        assertThat(stage.count("tollgate.edge.upstream.lingering")).isOne();
    }

    @Test
    void aConnectionWhoseAnswerEndsInTimeIsUsedAgain() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        String events = CHUNK + LAST + DONE;
        String chunked = Integer.toHexString(events.length()) + "\r\n" + events + "\r\n";
        for (int i = 0; i < 2; i++) {
            stage.script.add(socket -> {
                socket.write(head + chunked);
                stage.vertx.setTimer(100, tick -> socket.write("0\r\n\r\n"));
            });
        }
        stage.start();
        for (int i = 0; i < 2; i++) {
            try (RelayStage.Client client = stage.call()) {
                client.until(DONE);
                await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            }
        }
        assertThat(stage.provider).hasSize(1);
        assertThat(stage.count("tollgate.edge.upstream.lingering")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: [DONE]", "data: [DONE]\n", "data:[DONE]\r\n", ""})
    void anEndWithoutABlankLineIsAnEnd(String end) throws IOException {
        stage.start().answersWhole(CHUNK + LAST + end);
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.until("[DONE]")).isEqualTo(named(CHUNK + LAST + DONE));
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    /// Nothing but the provider's own word says that it has ended.
    @Test
    void aDoneWithoutABlankLineIsEnough() throws IOException {
        stage.start().answersWhole(CHUNK + "data: [DONE]");
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.untilEnd()).isEqualTo(named(CHUNK + DONE));
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aChunkCutBehindTheFinishIsNoFailure() throws IOException {
        stage.start().answersWhole(CHUNK + LAST + "data: {\"choices\":[],\"usa");
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.until("[DONE]")).isEqualTo(named(CHUNK + LAST + DONE));
        }
    }

    @Test
    void emptyDataIsPassedOver() throws IOException {
        stage.start().answersWhole("data:\n\ndata: \n\n" + CHUNK + "event: ping\ndata: \n\n: x\n\n" + LAST + DONE);
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.until("[DONE]")).isEqualTo(named(CHUNK + LAST + DONE));
        }
    }

    @Test
    void anErrorInsteadOfAStreamIsThatError() throws IOException {
        stage.start().script.add(plain("{\"error\":{\"message\":\"slow down\",\"code\":429}}"));
        try (RelayStage.Client client = stage.call()) {
            client.until("429");
        }
        assertThat(stage.failures).containsExactly(new Failure.RateLimited(0));
    }

    @Test
    void aPlainAnswerInsteadOfAStreamIsNotUnderstood() throws IOException {
        stage.start().script.add(plain(PLAIN));
        try (RelayStage.Client client = stage.call()) {
            client.until("unreadable");
        }
        assertThat(stage.failures).containsExactly(new Failure.Unreadable());
    }

    @Test
    void aFailureThatIsAFinishReasonIsOne() throws IOException {
        String failed = LAST.replace("stop", "insufficient_system_resource");
        stage.start().answersWhole(failed + DONE);
        try (RelayStage.Client client = stage.call()) {
            client.until("finish");
        }
        assertThat(stage.failures).containsExactly(new Failure.Broken("finish"));
        stage.answersWhole(CHUNK + failed + DONE);
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.until("upstream_error")).startsWith(named(CHUNK)).doesNotContain("[DONE]");
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
    }

    @Test
    void aPlainAnswerBeyondTheBoundIsAFailedAttempt() throws IOException {
        stage.settings.put("tollgate.edge.relay.plain-max", "1K");
        stage.stream = false;
        stage.start().script.add(plain(PLAIN.replace("hello", "hello".repeat(300))));
        try (RelayStage.Client client = stage.call()) {
            client.until("unreadable");
        }
        stage.script.add(plain(PLAIN));
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.until("finish_reason")).isEqualTo(named(PLAIN));
        }
        assertThat(stage.failures).containsExactly(new Failure.Unreadable());
        assertThat(stage.endings).hasSize(1);
    }

    @Test
    void aPlainAnswerThatNeverEndsIsTimedOut() throws IOException {
        stage.timeouts = new dev.tollgate.contract.routing.v1.Catalogue.Timeouts(1_000, 1_000, 300, 1_000, 1_000);
        stage.stream = false;
        stage.start().script.add(socket -> socket.write(RelayStage.head("application/json") + PLAIN));
        try (RelayStage.Client client = stage.call()) {
            client.until("timeout");
        }
        assertThat(stage.failures).containsExactly(new Failure.TimedOut());
    }

    @Test
    void aPlainAnswerWithoutUsageIsCounted() throws IOException {
        stage.stream = false;
        stage.start().script.add(plain(PLAIN.replace("\"finish", "\"logprobs\":null,\"finish")));
        try (RelayStage.Client client = stage.call()) {
            client.until("finish_reason");
        }
        assertThat(stage.ending().delivered()).isEqualTo(2);
        assertThat(stage.ending().usage()).isNull();
    }

    /// "hello" is one token, where four bytes a token make two; every choice counts, reasoning and arguments too.
    @Test
    void rule17AStreamWithoutUsageIsCountedByTheTokenizer() throws IOException {
        String other = "data: {\"choices\":[{\"index\":1,\"delta\":{\"reasoning_content\":\" hello\"}},"
                + "{\"index\":2,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\" hello\"}}]}},"
                + "{\"index\":3,\"delta\":{\"refusal\":\" h\\u0065llo\"}}]}\n\n";
        stage.start().answersWhole(CHUNK + other + LAST + DONE);
        try (RelayStage.Client client = stage.call()) {
            client.until("[DONE]");
        }
        assertThat(stage.ending().delivered()).isEqualTo(4);
    }

    @Test
    void rule17ACutStreamIsCountedByTheTokenizerWhateverTheUsage() throws IOException {
        stage.start()
                .answers(USAGE.replace(
                        "[]",
                        "[{\"delta\":{\"content\":\"" + "hello ".repeat(20).strip() + "\"}}]"));
        try (RelayStage.Client client = stage.call()) {
            client.until("hello");
        }
        assertThat(stage.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(stage.ending().delivered()).isEqualTo(20);
        assertThat(Objects.requireNonNull(stage.ending().usage()).output()).isEqualTo(5);
    }

    @Test
    void otherModelsAreCountedWithAFifthMore() throws IOException {
        stage.upstreamModel = "claude-x";
        stage.start().answersWhole(CHUNK.replace("hello", "hello" + " hello".repeat(9)) + LAST + DONE);
        try (RelayStage.Client client = stage.call()) {
            client.until("[DONE]");
        }
        assertThat(stage.ending().delivered()).isEqualTo(12);
    }

    @Test
    void aSilentStreamIsKeptAlive() throws IOException {
        stage.settings.put("tollgate.edge.relay.keep-alive", "100ms");
        stage.start().answers(CHUNK);
        try (RelayStage.Client client = stage.call()) {
            client.until(": keep-alive\n\n: keep-alive\n\n");
            stage.provider.getFirst().end(Buffer.buffer(LAST + DONE));
            assertThat(client.until("[DONE]")).startsWith(named(CHUNK)).endsWith(named(LAST + DONE));
        }
    }

    @Test
    void aStreamIsEndedFromOutside() throws IOException {
        ServiceError revoked = new ServiceError(ErrorCode.INVALID_API_KEY, "revoked");
        stage.start().answers(CHUNK);
        try (RelayStage.Client client = stage.call()) {
            client.until("hello");
            assertThat(stage.interrupt(Outcome.CANCELLED, revoked)).isFalse();
            assertThat(client.untilEnd())
                    .startsWith(named(CHUNK))
                    .contains("revoked")
                    .doesNotContain("[DONE]");
            assertThat(stage.interrupt(Outcome.CANCELLED, revoked)).isFalse();
        }
        assertThat(stage.ending().delivered()).isOne();
        assertThat(stage.endings).hasSize(1);
        await().atMost(RelayStage.LONG).until(() -> stage.providerClosed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatHasNotBegunIsTheCallersToTell(boolean stream) throws IOException {
        ServiceError revoked = new ServiceError(ErrorCode.INVALID_API_KEY, "revoked");
        stage.stream = stream;
        stage.start()
                .script
                .add(socket -> socket.write(RelayStage.head(stream ? "text/event-stream" : "application/json")));
        try (RelayStage.Client client = stage.call()) {
            assertThat(stage.interrupt(Outcome.CANCELLED, revoked)).isTrue();
            assertThat(stage.interrupt(Outcome.CANCELLED, revoked)).isFalse();
            await().atMost(RelayStage.LONG).until(() -> stage.providerClosed);
            assertThat(client.body()).isEmpty();
        }
        assertThat(stage.endings).isEmpty();
        assertThat(stage.failures).isEmpty();
    }

    @Test
    void anEventBeyondTheBoundBreaksTheStreamOff() throws IOException {
        stage.settings.put("tollgate.edge.relay.event-max", "1K");
        stage.start().answers(CHUNK + CHUNK.replace("hello", "x".repeat(2_000)));
        try (RelayStage.Client client = stage.call()) {
            assertThat(client.until("upstream_error")).startsWith(named(CHUNK)).doesNotContain("xx");
        }
    }

    private static Consumer<io.vertx.core.net.NetSocket> plain(String body) {
        return socket -> socket.end(Buffer.buffer(RelayStage.head("application/json") + body));
    }

    private static String named(String events) {
        return events.replace("\"up\"", "\"public\"");
    }
}
