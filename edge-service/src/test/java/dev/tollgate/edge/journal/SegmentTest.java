package dev.tollgate.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What memory has no room for is read again from its segment.
class SegmentTest {
    private static final int SIZE = 8 << 20;
    private static final int PART = 1 << 20;
    private static final int PAYLOAD = 1_000;

    @TempDir
    Path dir;

    @Test
    void aLargeBacklogIsReadInParts() throws IOException {
        Segment segment = segment();
        spill(segment, 1, 5_000);
        List<Long> read = new ArrayList<>();
        while (segment.isSpilled()) {
            assertThat(segment.firstSpilled()).isEqualTo(read.size() + 1);
            Segment.Reclaimed part = segment.reclaim();
            assertThat(part.frames().stream()
                            .mapToInt(frame -> frame.payload().length)
                            .sum())
                    .isLessThan(PART);
            part.frames().forEach(frame -> read.add(frame.sequence()));
            assertThat(segment.pending).hasValue(read.size());
        }
        assertThat(read).isEqualTo(LongStream.rangeClosed(1, 5_000).boxed().toList());
    }

    @Test
    void whatComesBetweenTwoPartsIsReadToo() throws IOException {
        Segment segment = segment();
        spill(segment, 1, 2_000);
        List<Long> read = sequences(segment.reclaim());
        spill(segment, 2_001, 2_500);
        keep(segment, 2_501, 2_600);
        spill(segment, 2_601, 3_000);
        while (segment.isSpilled()) {
            read.addAll(sequences(segment.reclaim()));
        }
        assertThat(read)
                .isEqualTo(LongStream.concat(LongStream.rangeClosed(1, 2_500), LongStream.rangeClosed(2_601, 3_000))
                        .boxed()
                        .toList());
        spill(segment, 3_001, 3_001);
        assertThat(sequences(segment.reclaim())).containsExactly(3_001L);
        assertThat(segment.isSpilled()).isFalse();
    }

    @Test
    void aStretchOfDamageThatIsLargerThanAPartIsPassedOver() throws IOException {
        Segment segment = segment();
        spill(segment, 1, 5_000);
        long from = 100L * (FrameCodec.HEADER + PAYLOAD);
        try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
            file.seek(from);
            file.write("damage".repeat(PART / 4).getBytes(StandardCharsets.US_ASCII));
        }
        List<Long> read = new ArrayList<>();
        int damaged = 0;
        while (segment.isSpilled()) {
            Segment.Reclaimed part = segment.reclaim();
            read.addAll(sequences(part));
            damaged += part.damaged();
        }
        assertThat(damaged).isEqualTo(1);
        assertThat(read).startsWith(1L).endsWith(5_000L).doesNotHaveDuplicates().hasSizeLessThan(5_000);
        assertThat(read.subList(0, 100))
                .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void aFormerRunsSegmentEndsInZerosThatHoldNothing() throws IOException {
        Segment written = segment();
        spill(written, 1, 10);
        written.close();
        Segment segment = Segment.recovered(1, path(), SIZE, 1);
        List<Long> read = new ArrayList<>();
        while (segment.isSpilled()) {
            read.addAll(sequences(segment.reclaim()));
        }
        assertThat(read).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
    }

    private Segment segment() throws IOException {
        return Segment.create(1, path(), SIZE);
    }

    private Path path() {
        return dir.resolve("segment");
    }

    private static List<Long> sequences(Segment.Reclaimed part) {
        return new ArrayList<>(part.frames().stream().map(Frame::sequence).toList());
    }

    private static void spill(Segment segment, long first, long last) throws IOException {
        for (long sequence = first; sequence <= last; sequence++) {
            write(segment, sequence);
            segment.spill(sequence);
        }
    }

    private static void keep(Segment segment, long first, long last) throws IOException {
        for (long sequence = first; sequence <= last; sequence++) {
            write(segment, sequence);
            segment.keep();
        }
    }

    private static void write(Segment segment, long sequence) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(FrameCodec.HEADER + PAYLOAD);
        FrameCodec.write(frame, new Frame(sequence, 1, "x".repeat(PAYLOAD).getBytes(StandardCharsets.US_ASCII)));
        segment.write(frame.flip(), false);
    }
}
