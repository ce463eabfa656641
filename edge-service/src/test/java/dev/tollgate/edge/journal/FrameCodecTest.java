package dev.tollgate.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final int FRAMES = 20;

    @Test
    void readsBackWhatWasWritten() {
        FrameCodec.Scanned scanned = FrameCodec.scan(bytes());
        assertThat(scanned.frames()).hasSize(FRAMES);
        assertThat(scanned.frames().get(7).payload()).isEqualTo(payload(7));
        assertThat(scanned.frames().get(7).sequence()).isEqualTo(7);
        assertThat(scanned.frames().get(7).epoch()).isEqualTo(3);
        assertThat(scanned.damaged()).isZero();
        assertThat(scanned.torn()).isFalse();
    }

    @Property
    void rule18ARottenByteLosesItsOwnFrameOnly(
            @ForAll @IntRange(max = 10_000) int where, @ForAll @IntRange(min = 1, max = 255) int flip) {
        byte[] bytes = bytes();
        int end = FrameCodec.scan(bytes).end();
        bytes[where % end] ^= (byte) flip;
        FrameCodec.Scanned scanned = FrameCodec.scan(bytes);
        assertThat(scanned.frames()).hasSize(FRAMES - 1);
        boolean isLast = scanned.frames().getLast().sequence() == FRAMES - 2;
        assertThat(scanned.damaged()).isEqualTo(isLast ? 0 : 1);
        assertThat(scanned.torn()).isEqualTo(isLast);
    }

    @Property
    void aTornEndKeepsAllBeforeIt(@ForAll @IntRange(max = 10_000) int where) {
        byte[] whole = bytes();
        int end = FrameCodec.scan(whole).end();
        byte[] torn = Arrays.copyOf(whole, where % end);
        FrameCodec.Scanned scanned = FrameCodec.scan(torn);
        long complete = FrameCodec.scan(whole).frames().stream()
                .filter(frame -> endOf(frame) <= torn.length)
                .count();
        assertThat(scanned.frames()).hasSize((int) complete);
        assertThat(scanned.damaged()).isZero();
    }

    private static int endOf(Frame frame) {
        int at = 0;
        for (int i = 0; i <= frame.sequence(); i++) {
            at += FrameCodec.size(payload(i));
        }
        return at;
    }

    private static byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(8_192);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            frames.add(new Frame(i, 3, payload(i)));
        }
        frames.forEach(frame -> FrameCodec.write(buffer, frame));
        return buffer.array();
    }

    private static byte[] payload(int i) {
        return "{\"kind\":\"done\",\"n\":%d,\"pad\":\"%s\"}"
                .formatted(i, "é".repeat(i * 3))
                .getBytes(StandardCharsets.UTF_8);
    }
}
