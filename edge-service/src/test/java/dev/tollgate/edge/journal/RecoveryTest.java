package dev.tollgate.edge.journal;

import static dev.tollgate.edge.journal.Samples.done;
import static dev.tollgate.edge.journal.Samples.open;
import static dev.tollgate.edge.journal.Samples.progress;
import static dev.tollgate.edge.journal.Samples.standIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.UsageFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {
    @TempDir
    Path dir;

    private Recovery.Recovered recover() throws IOException {
        try (JournalDirectory directory = JournalDirectory.open(dir, Optional.empty())) {
            return Recovery.read(directory, Samples.JSON);
        }
    }

    private List<UsageFrame.Done> records() throws IOException {
        return recover().interrupted().stream()
                .map(record -> (UsageFrame.Done) Samples.read(record.frame().payload()))
                .toList();
    }

    /// Appends and dies: the reserve stays behind the segment that was written to.
    private Path written(UsageFrame... frames) throws IOException {
        try (JournalDirectory directory = JournalDirectory.open(dir, Optional.empty())) {
            Path segment = directory.segment(1);
            directory.close();
            Bench bench = new Bench(TestSettings.in(dir));
            for (UsageFrame frame : frames) {
                assertThat(bench.written(frame)).isTrue();
            }
            bench.die();
            return segment;
        }
    }

    private static int endOf(Path segment) throws IOException {
        return FrameCodec.scan(Files.readAllBytes(segment)).end();
    }

    private static void write(Path file, long at, byte... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    @Test
    void rule3AnOpenWithoutDoneIsChargedByItsLastProgress() throws IOException {
        written(open("r1"), progress("r1", 50), open("r2"), progress("r1", 80), done("r2"));
        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.requestId()).isEqualTo("r1");
            assertThat(record.outcome()).isEqualTo(UsageFrame.Outcome.INTERRUPTED);
            assertThat(record.estimated()).isTrue();
            assertThat(record.quantities()).isEqualTo(Map.of("input", 100L, "output", 80L));
            assertThat(record.components()).isEqualTo(Map.of("input", 200L, "output", 240L));
            assertThat(record.charge()).isEqualTo(440);
            assertThat(record.subject().priceVersion()).isEqualTo(7);
        });
    }

    /// A model that stood in for the first one has its own price, hold and bound: what is told last of it counts.
    @Test
    void rule3ARequestThatAnotherModelStoodInForIsChargedAtThatModelsPrice() throws IOException {
        written(open("r1"), standIn("r1"), progress("r1", 80));
        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.subject().model()).isEqualTo("dearer");
            assertThat(record.subject().hold()).isEqualTo(900);
            assertThat(record.quantities()).isEqualTo(Map.of("input", 120L, "output", 80L));
            assertThat(record.components()).isEqualTo(Map.of("input", 480L, "output", 480L));
            assertThat(record.charge()).isEqualTo(960);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"image_output", "audio_output"})
    void rule3WhatWasDeliveredIsRecoveredInItsOwnClass(String outputClass) throws IOException {
        written(open("r1", outputClass), progress("r1", 80));
        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.quantities()).isEqualTo(Map.of("input", 100L, outputClass, 80L));
            assertThat(record.components()).isEqualTo(Map.of("input", 200L, outputClass, 240L));
            assertThat(record.charge()).isEqualTo(440);
        });
    }

    /// Of a run before this field was.
    @Test
    void rule3AnOpenThatTellsNoClassIsOfText() throws IOException {
        Path segment = written();
        String subject = Samples.JSON.writeValueAsString(open("r1").subject());
        byte[] open = ("{\"kind\":\"open\",\"version\":1,\"subject\":" + subject
                        + ",\"inputBound\":7,\"prices\":{\"input\":1000000,\"output\":2000000}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] progress = "{\"kind\":\"progress\",\"version\":1,\"requestId\":\"r1\",\"delivered\":5}"
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer frames = ByteBuffer.allocate(FrameCodec.size(open) + FrameCodec.size(progress));
        FrameCodec.write(frames, new Frame(1, 4, open));
        FrameCodec.write(frames, new Frame(2, 4, progress));
        Files.write(segment, frames.array());
        assertThat(records())
                .extracting(UsageFrame.Done::components)
                .containsExactly(Map.of("input", 7L, "output", 10L));
    }

    @Test
    void rule17WhatNeverBeganIsNotCharged() throws IOException {
        written(open("r1"));
        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.charge()).isZero();
            assertThat(record.quantities()).isEmpty();
            assertThat(record.incurred()).isEqualTo(Map.of("input", 100L));
        });
    }

    @Test
    void rule3TheRecordIsTheSameHoweverOftenTheEdgeDies() throws IOException {
        written(open("r1"), progress("r1", 50));
        byte[] first = recover().interrupted().getFirst().frame().payload();
        assertThat(recover().interrupted().getFirst().frame().payload()).isEqualTo(first);
    }

    @Test
    void rule3WhatARecordIsMadeOfStaysUntilItIsAcknowledged() throws IOException {
        Path segment = written(open("r1"), progress("r1", 50));
        try (Bench next = new Bench(TestSettings.in(dir))) {
            next.store.trim();
            assertThat(segment).exists();
            next.oldest().reclaim();
            next.store.trim();
            assertThat(segment).exists();
            next.acknowledgeAll();
            assertThat(segment).doesNotExist();
        }
    }

    @Test
    void rule18ATornTailIsCutThoughTheReserveLiesBehindIt() throws IOException {
        Path segment = written(open("r1"), done("r1"));
        int end = endOf(segment);
        write(segment, end, (byte) 0xFF, (byte) 0xFE, (byte) 0xF1, (byte) 0xA5, (byte) 3, (byte) 9);
        Recovery.Recovered recovered = recover();
        assertThat(recovered.damaged()).isZero();
        assertThat(recovered.counted()).isEqualTo(1);
        assertThat(recovered.lastSequence()).isEqualTo(2);
        assertThat(segment).hasSize(end);
        assertThat(recovered.nextNumber()).isEqualTo(3);
        assertThat(recover().damaged()).isZero();
    }

    @Test
    void rule18ARottenFrameInTheMiddleLosesNothingBehindIt() throws IOException {
        Path segment = written(open("r1"), done("r1"), open("r2"), done("r2"), open("r3"), done("r3"));
        List<Frame> frames = FrameCodec.scan(Files.readAllBytes(segment)).frames();
        int before = frames.subList(0, 3).stream()
                .mapToInt(frame -> FrameCodec.size(frame.payload()))
                .sum();
        write(segment, before + FrameCodec.HEADER + 5, (byte) 0x7F);
        Recovery.Recovered recovered = recover();
        assertThat(recovered.damaged()).isEqualTo(1);
        assertThat(recovered.counted()).isEqualTo(2);
        // What its rotten end cannot say any more, its open still does.
        assertThat(records()).extracting(UsageFrame.Done::requestId).containsExactly("r2");
    }

    @Test
    void rule18AnEndThatIsRottenInAnEarlierSegmentIsDamageAndNotCut() throws IOException {
        Bench bench = new Bench(TestSettings.in(dir));
        Path first = bench.directory.segment(1);
        int i = 0;
        while (bench.store.count() < 2) {
            assertThat(bench.written(done("r" + i++))).isTrue();
        }
        bench.die();
        int end = endOf(first);
        write(first, end, (byte) 1, (byte) 2);
        Recovery.Recovered recovered = recover();
        assertThat(recovered.damaged()).isEqualTo(1);
        assertThat(recovered.counted()).isEqualTo(i);
        assertThat(first).hasSize(64 << 10);
    }

    @Test
    void rule14ADoneOfANewerVersionEndsItsRequestAndIsKeptAsItIs() throws IOException {
        Path segment = written(open("r1"), progress("r1", 50));
        byte[] newer =
                "{\"kind\":\"done\",\"version\":9,\"subject\":{\"requestId\":\"r1\",\"new\":[1]},\"outcome\":\"TELEPORTED\"}"
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(FrameCodec.size(newer));
        FrameCodec.write(frame, new Frame(3, 1, newer));
        write(segment, endOf(segment), frame.array());
        Recovery.Recovered recovered = recover();
        assertThat(recovered.interrupted()).isEmpty();
        assertThat(recovered.damaged()).isZero();
        assertThat(recovered.segments().getFirst().reclaim().frames())
                .singleElement()
                .satisfies(kept -> assertThat(kept.payload()).isEqualTo(newer));
    }

    @Test
    void rule14FieldsThatWeDoNotKnowAreKept() throws IOException {
        Path segment = written();
        byte[] open =
                "{\"kind\":\"open\",\"version\":2,\"tomorrow\":{\"a\":1},\"subject\":%s,\"inputBound\":7,\"prices\":null}"
                        .formatted(Samples.JSON.writeValueAsString(open("r1").subject()))
                        .getBytes(StandardCharsets.UTF_8);
        byte[] gauge = "{\"kind\":\"gauge\",\"version\":2,\"value\":1}".getBytes(StandardCharsets.UTF_8);
        ByteBuffer frames = ByteBuffer.allocate(FrameCodec.size(open) + FrameCodec.size(gauge));
        FrameCodec.write(frames, new Frame(1, 4, open));
        FrameCodec.write(frames, new Frame(2, 4, gauge));
        Files.write(segment, frames.array());
        Recovery.Recovered recovered = recover();
        assertThat(recovered.interrupted()).singleElement().satisfies(record -> {
            assertThat(record.frame().epoch()).isEqualTo(4);
            assertThat(((UsageFrame.Done) Samples.read(record.frame().payload())).incurred())
                    .isEqualTo(Map.of("input", 7L));
        });
        // A kind that this version does not know must reach billing, which keeps it raw.
        assertThat(recovered.counted()).isEqualTo(1);
        assertThat(recovered.segments().getFirst().reclaim().frames())
                .extracting(Frame::payload)
                .containsExactly(gauge);
    }

    @Test
    void rule3FramesGoThroughTheJournalUnchanged() throws IOException {
        written(open("r1"), progress("r1", 50), done("r1"));
        try (Bench next = new Bench(TestSettings.in(dir))) {
            assertThat(next.onDisk()).containsExactly(open("r1"), progress("r1", 50), done("r1"));
            assertThat(next.onDisk().getFirst())
                    .isInstanceOfSatisfying(UsageFrame.Open.class, frame -> assertThat(frame.version())
                            .isEqualTo(UsageFrame.VERSION));
        }
    }
}
