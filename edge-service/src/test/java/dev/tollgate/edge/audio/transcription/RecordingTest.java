package dev.tollgate.edge.audio.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final int HEAD = 44;

    @Test
    void aWaveTellsItsLength() {
        // 16 kHz, 16 bits, one channel: 32,000 bytes a second.
        assertThat(Recording.of(Recordings.wave(1, 1, 16_000, 16, 80_000), HEAD + 80_000))
                .isEqualTo(new Recording(3_500, 2_500));
        assertThat(Recording.of(Recordings.wave(3, 2, 48_000, 32, 384_001), HEAD + 384_001))
                .isEqualTo(new Recording(2_001, 1_001));
    }

    @Test
    void aHeaderThatSaysLessThanThereIsIsNotBelievedForTheHold() {
        assertThat(Recording.of(Recordings.wave(1, 1, 16_000, 16, 32), HEAD + 3_200_000))
                .isEqualTo(new Recording(101_000, 1));
    }

    /// Programs that write to a pipe do not know how much will come.
    @Test
    void aHeaderThatSaysNothingOrTooMuchCountsByTheFile() {
        assertThat(Recording.of(Recordings.wave(1, 1, 16_000, 16, 0), HEAD + 32_000)
                        .likelyMillis())
                .isEqualTo(1_000);
        assertThat(Recording.of(Recordings.wave(1, 1, 16_000, 16, 0xFFFF_FFFFL), HEAD + 32_000)
                        .likelyMillis())
                .isEqualTo(1_000);
    }

    @Test
    void chunksBeforeTheSoundArePassedOver() {
        Buffer plain = Recordings.wave(1, 1, 16_000, 16, 32_000);
        Buffer start = plain.getBuffer(0, 36)
                .appendString("LIST")
                .appendUnsignedIntLE(5)
                .appendBytes(new byte[6])
                .appendBuffer(plain.getBuffer(36, HEAD));
        assertThat(Recording.of(start, start.length() + 32_000)).isEqualTo(new Recording(2_000, 1_000));
    }

    @Test
    void whatIsCompressedIsReckonedByItsSize() {
        Recording bySize = new Recording(2_001_000, 250_000);
        assertThat(Recording.of(Buffer.buffer("ID3 some mp3 it is"), 1_000_000)).isEqualTo(bySize);
        assertThat(Recording.of(Buffer.buffer(), 1_000_000)).isEqualTo(bySize);
        assertThat(Recording.of(Recordings.wave(0x55, 1, 16_000, 16, 999_956), 1_000_000))
                .isEqualTo(bySize);
        assertThat(Recording.of(Recordings.wave(1, 0, 16_000, 16, 999_956), 1_000_000))
                .isEqualTo(bySize);
        assertThat(Recording.of(Buffer.buffer("RIFF....WAVEdata...."), 1_000_000))
                .isEqualTo(bySize);
    }

    @Property
    void rule13NoWaveIsLongerThanItsBound(
            @ForAll @IntRange(min = 1, max = 8) int channels,
            @ForAll @LongRange(min = 1, max = 200_000) long rate,
            @ForAll @LongRange(max = 60_000_000) long told,
            @ForAll @LongRange(max = 60_000_000) long real) {
        Recording recording = Recording.of(Recordings.wave(1, channels, rate, 16, told), HEAD + real);
        long trueMillis = Math.ceilDiv(real * 1_000, rate * channels * 2);
        assertThat(recording.mostMillis()).isGreaterThanOrEqualTo(trueMillis);
        assertThat(recording.likelyMillis()).isLessThanOrEqualTo(recording.mostMillis());
    }

    @Property
    void anyBytesAreARecording(@ForAll @Size(max = 80) byte[] bytes, @ForAll boolean wave) {
        Buffer start = Buffer.buffer(bytes);
        if (wave) {
            start = Buffer.buffer("RIFF0000WAVE").appendBuffer(start);
        }
        Recording recording = Recording.of(start, 1_000);
        assertThat(recording.likelyMillis()).isBetween(0L, recording.mostMillis());
    }
}
