package dev.tollgate.edge.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.provider.spi.EventSplitter;
import dev.tollgate.local.fake.bedrock.EventFrames;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
    private static final int EVENT_MAX = 200_000;

    private final List<String> events = new ArrayList<>();
    private final EventStream stream = new EventStream(EVENT_MAX);
    private final EventSplitter.Sink sink =
            (bytes, from, to) -> events.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));

    @Provide
    Arbitrary<String> payloads() {
        return Arbitraries.strings()
                .ofMaxLength(40)
                .map(text -> "{\"text\":\"" + text.replaceAll("[\"\\\\]", "") + "\"}");
    }

    @Property(tries = 300)
    void anyCuttingGivesTheSameEvents(
            @ForAll("payloads") String first,
            @ForAll("payloads") String second,
            @ForAll @Size(max = 12) List<@IntRange(max = 400) Integer> cuts) {
        Buffer whole = Buffer.buffer()
                .appendBuffer(EventFrames.event("contentBlockDelta", first))
                .appendBuffer(EventFrames.exception("throttlingException", second));
        List<Integer> sorted =
                cuts.stream().map(cut -> Math.min(cut, whole.length())).sorted().toList();
        EventStream cutStream = new EventStream(EVENT_MAX);
        List<String> got = new ArrayList<>();
        EventSplitter.Sink into =
                (bytes, from, to) -> got.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        int at = 0;
        for (int cut : sorted) {
            assertThat(cutStream.feed(whole.getBuffer(at, cut), into)).isTrue();
            at = cut;
        }
        assertThat(cutStream.feed(whole.getBuffer(at, whole.length()), into)).isTrue();
        assertThat(got)
                .containsExactly(
                        new String(
                                ("{\"contentBlockDelta\":" + first + "}").getBytes(StandardCharsets.UTF_8),
                                StandardCharsets.UTF_8),
                        new String(
                                ("{\"throttlingException\":" + second + "}").getBytes(StandardCharsets.UTF_8),
                                StandardCharsets.UTF_8));
    }

    @Property(tries = 300)
    void aFrameOfWhichAnyBitIsTurnedIsNoEvent(
            @ForAll("payloads") String payload, @ForAll int place, @ForAll @IntRange(max = 7) int bit) {
        byte[] frame = EventFrames.event("metadata", payload).getBytes();
        int at = Math.floorMod(place, frame.length);
        frame[at] ^= (byte) (1 << bit);
        List<String> got = new ArrayList<>();
        new EventStream(EVENT_MAX).feed(Buffer.buffer(frame), (bytes, from, to) -> got.add("event"));
        assertThat(got).isEmpty();
    }

    @Test
    void aDamagedFrameEndsTheStream() {
        byte[] frame = EventFrames.event("metadata", "{}").getBytes();
        frame[frame.length - 6] ^= 1;
        assertThat(stream.feed(Buffer.buffer(frame), sink)).isFalse();
        assertThat(events).isEmpty();
    }

    @Test
    void whatCameWholeBeforeTheDamageIsHandedOn() {
        Buffer bytes = EventFrames.event("messageStart", "{}").appendBuffer(Buffer.buffer("<html>not a frame at all"));
        assertThat(stream.feed(bytes, sink)).isFalse();
        assertThat(events).containsExactly("{\"messageStart\":{}}");
    }

    /// Refused by its prelude alone: nothing of it is held.
    @Test
    void anEventLargerThanWeTakeIsRefusedBeforeItHasCome() {
        Buffer large = EventFrames.event("metadata", "{\"p\":\"" + "x".repeat(EVENT_MAX) + "\"}");
        assertThat(stream.feed(large.getBuffer(0, 12), sink)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, -1, Integer.MIN_VALUE})
    void aLengthThatNoFrameHasEndsTheStream(int length) {
        assertThat(stream.feed(prelude(length, 0), sink)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 17, Integer.MAX_VALUE})
    void headersLongerThanTheirFrameEndTheStream(int headers) {
        assertThat(stream.feed(prelude(32, headers), sink)).isFalse();
    }

    @Test
    void anErrorThatIsNoExceptionIsTold() {
        Map<String, String> headers =
                Map.of(":message-type", "error", ":error-code", "Busy", ":error-message", "a \"b\"");
        assertThat(stream.feed(EventFrames.frame(headers, new byte[0]), sink)).isTrue();
        assertThat(events).containsExactly("{\"error\":{\"code\":\"Busy\",\"message\":\"a \\\"b\\\"\"}}");
    }

    @Test
    void anEventOfSeveralPacketsIsWhole() {
        String payload = "{\"p\":\"" + "x".repeat(EVENT_MAX / 2) + "\"}";
        Buffer frame = EventFrames.event("metadata", payload);
        for (int at = 0; at < frame.length(); at += 1_000) {
            assertThat(stream.feed(frame.getBuffer(at, Math.min(frame.length(), at + 1_000)), sink))
                    .isTrue();
        }
        assertThat(events).containsExactly("{\"metadata\":" + payload + "}");
    }

    @Test
    void nobodyWhoHasHeardEnoughHearsMore() {
        Buffer two = EventFrames.event("a", "{}").appendBuffer(EventFrames.event("b", "{}"));
        stream.feed(two, (bytes, from, to) -> {
            events.add("one");
            return false;
        });
        assertThat(events).hasSize(1);
    }

    private static Buffer prelude(int length, int headers) {
        Buffer prelude = Buffer.buffer().appendInt(length).appendInt(headers);
        CRC32 crc = new CRC32();
        crc.update(prelude.getBytes());
        return prelude.appendInt((int) crc.getValue());
    }
}
