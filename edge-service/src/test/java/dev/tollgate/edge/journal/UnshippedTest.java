package dev.tollgate.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What waits for billing costs little beside its own bytes, and nothing of it stays when billing has it.
class UnshippedTest {
    private static final int FRAMES = 5_000;

    @TempDir
    Path dir;

    private final Unshipped unshipped = new Unshipped(8_192, 0);
    private final Set<Chunks.Chunk> chunks = Collections.newSetFromMap(new IdentityHashMap<>());
    private Segment segment;
    private long sequence;

    @BeforeEach
    void createSegment() throws IOException {
        segment = Segment.create(1, dir.resolve("segment"), 64 << 10);
        segment.close();
    }

    private static byte[] json(long sequence) {
        byte[] json = new byte[1_000 + (int) (sequence % 500)];
        Arrays.fill(json, (byte) sequence);
        return json;
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            sequence++;
            unshipped.add(sequence, 1, ByteBuffer.wrap(json(sequence)), segment);
        }
        unshipped.first(Integer.MAX_VALUE).forEach(fresh -> chunks.add(fresh.chunk()));
    }

    @Test
    void aFrameThatWaitsTakesAFewDozenBytesBesideItsOwn() {
        int bytes = Stream.of(Unshipped.Fresh.class.getRecordComponents())
                .map(RecordComponent::getType)
                .mapToInt(type -> type == int.class ? Integer.BYTES : Long.BYTES)
                .sum();
        assertThat(bytes).isLessThanOrEqualTo(40);
        assertThat(Unshipped.Fresh.class.getRecordComponents())
                .extracting(RecordComponent::getType)
                .noneMatch(Class::isArray);
    }

    @Test
    void framesThatWaitShareAFewChunks() {
        add(FRAMES);
        long own = unshipped.first(FRAMES).stream()
                .mapToLong(Unshipped.Fresh::length)
                .sum();
        long retained = chunks.stream().mapToLong(Chunks.Chunk::size).sum();
        assertThat(retained).isLessThan(own + own / 100 + Chunks.BYTES);
    }

    @Test
    void chunksAreUsedAgainHoweverManyFramesCome() {
        for (int round = 0; round < 50; round++) {
            add(1_000);
            unshipped.acknowledge(1_000);
        }
        assertThat(unshipped.size()).isZero();
        assertThat(chunks).hasSizeLessThanOrEqualTo(Chunks.SPARE_MAX);
    }

    @Test
    void everyFrameIsReadAsItWasUntilItIsAcknowledged() {
        add(3_000);
        for (int read = 0; read < 20_000; read += 700) {
            List<Unshipped.Fresh> batch = unshipped.first(700);
            assertThat(batch).hasSize(700).allSatisfy(fresh -> assertThat(Samples.bytes(fresh))
                    .isEqualTo(json(fresh.sequence())));
            unshipped.acknowledge(700);
            add(700);
        }
    }

    @Test
    void aFrameThatIsLargerThanAChunkHasOneOfItsOwn() {
        byte[] large = new byte[Chunks.BYTES + 1];
        unshipped.add(1, 1, ByteBuffer.wrap(large), segment);
        unshipped.add(2, 1, ByteBuffer.wrap(json(2)), segment);
        assertThat(unshipped.first(2)).extracting(Samples::bytes).containsExactly(large, json(2));
        unshipped.acknowledge(2);
        assertThat(unshipped.unacknowledged()).isZero();
    }
}
