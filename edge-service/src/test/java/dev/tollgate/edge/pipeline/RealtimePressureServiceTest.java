package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One end of a session that does not read: what the other one sends stays with it, not in the edge's memory.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class RealtimePressureServiceTest extends PipelineRig {
    private static final int MESSAGES = 192;
    private static final int KIBIBYTES = 512;
    private static final String PADDING = "A".repeat(KIBIBYTES * 1024);
    /// Of 96 MiB: what the kernel's buffers may take at most (32 MiB of the edge's socket that is read no more, 4
    /// MiB of each that is written to), and a little for the edge.
    private static final int STUCK_MAX = 48 * 1024 / KIBIBYTES;

    private final HttpClient talker = HttpClient.newHttpClient();

    @AfterEach
    void hangUp() {
        talker.shutdownNow();
        await().until(() -> gauge("tollgate.edge.realtime.sessions") == 0);
    }

    @Test
    void aCallerWhoReadsNothingMakesTheProviderWaitAndThenGetsAllInOrder() throws IOException {
        try (RawTalk talk = new RawTalk(realtime(), secret)) {
            await().until(() -> world.live.sessions.size() == 1);
            AtomicInteger sent = world.live.flood(world.live.sessions.getLast(), MESSAGES, PADDING);
            assertThat(stuck(sent::get)).isBetween(1, STUCK_MAX);
            assertThat(new JsonObject(talk.hear()).getString("type")).isEqualTo("session.created");
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(new JsonObject(talk.hear()).getInteger("n")).isEqualTo(i);
            }
            assertThat(sent).hasValue(MESSAGES);
        }
    }

    @Test
    void aProviderThatReadsNothingMakesTheCallerWaitAndThenGetsAllInOrder() {
        try (Talk talk = Talk.byHeader(talker, realtime(), secret)) {
            talk.hear("session.created", 1);
            LiveProvider.deafen(world.live.sessions.getLast());
            AtomicInteger sent = new AtomicInteger();
            CompletableFuture<Void> all = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < MESSAGES; i++) {
                    talk.say("{\"type\":\"input_audio_buffer.append\",\"n\":" + i + ",\"audio\":\"" + PADDING + "\"}");
                    sent.incrementAndGet();
                }
            });
            assertThat(stuck(sent::get)).isBetween(1, STUCK_MAX);
            LiveProvider.mend(world.live.sessions.getLast());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> world.live.heard("input_audio_buffer.append") == MESSAGES);
            all.join();
            assertThat(world.live.received.stream().map(event -> event.getInteger("n")))
                    .containsExactlyElementsOf(
                            IntStream.range(0, MESSAGES).boxed().toList());
        }
    }

    /// How many were sent when no more were for a while.
    private static int stuck(IntSupplier sent) {
        AtomicInteger last = new AtomicInteger(-1);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(700))
                .until(() -> sent.getAsInt() > 0 && last.getAndSet(sent.getAsInt()) == sent.getAsInt());
        return last.get();
    }

    private URI realtime() {
        return URI.create("ws://" + url.getAuthority() + "/v1/realtime?model=live");
    }
}
