package dev.tollgate.edge.journal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tollgate.contract.billing.v1.UsageFrame;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads what former runs left: what billing may not have yet, and the requests that were cut off.
///
/// The records of these are not written: they are made again of the same frames until billing has acknowledged
/// them, so that a disk without room cannot lose them.
final class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);

    /// @param segments that hold anything, oldest first
    /// @param interrupted the records of requests that were cut off, each with the segment that must stay for it
    /// @param counted frames in the segments that billing must have
    /// @param damaged stretches of bytes that were no frames
    record Recovered(
            List<Segment> segments,
            List<Made> interrupted,
            long counted,
            long lastSequence,
            long nextNumber,
            int damaged) {}

    /// A record that was made again, and what must stay until billing has it.
    record Made(Frame frame, Segment segment) {}

    private static final class Cut {
        long epoch;
        UsageFrame.@Nullable Open open;
        UsageFrame.@Nullable Progress progress;

        @Nullable
        Segment openIn;

        @Nullable
        Segment progressIn;

        /// With it goes the other.
        @Nullable
        Segment oldest() {
            Segment first = openIn;
            Segment second = progressIn;
            return first == null || second == null || first.number() < second.number() ? first : second;
        }
    }

    private final JournalDirectory directory;
    private final ObjectMapper mapper;
    private final ObjectReader json;
    private final SequencedMap<String, Cut> open = new LinkedHashMap<>();
    private final List<Segment> segments = new ArrayList<>();
    private long counted;
    private long lastSequence;
    private int damaged;

    private Recovery(JournalDirectory directory, ObjectMapper mapper) {
        this.directory = directory;
        this.mapper = mapper;
        this.json = mapper.readerFor(UsageFrame.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    static Recovered read(JournalDirectory directory, ObjectMapper mapper) throws IOException {
        return new Recovery(directory, mapper).read();
    }

    private Recovered read() throws IOException {
        List<Long> numbers = new ArrayList<>(directory.segments());
        long nextNumber = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
        while (!numbers.isEmpty() && isBlank(directory.segment(numbers.getLast()))) {
            // The reserve, which was never written to: the end of what was written lies before it.
            Files.delete(directory.segment(numbers.removeLast()));
        }
        for (long number : numbers) {
            read(number, number == numbers.getLast());
        }
        List<Made> interrupted = interrupted();
        return new Recovered(segments, interrupted, counted, lastSequence, nextNumber, damaged);
    }

    private static boolean isBlank(Path file) throws IOException {
        for (byte b : Files.readAllBytes(file)) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private void read(long number, boolean isLast) throws IOException {
        Path file = directory.segment(number);
        FrameCodec.Scanned scanned = FrameCodec.scan(Files.readAllBytes(file));
        damaged += scanned.damaged();
        if (scanned.torn() && isLast) {
            cut(file, scanned.end());
        } else if (scanned.torn()) {
            damaged++;
        }
        Segment segment = Segment.recovered(number, file, Files.size(file), lastSequence + 1);
        segments.add(segment);
        for (Frame frame : scanned.frames()) {
            lastSequence = Math.max(lastSequence, frame.sequence());
            counted += frame.counts() ? 1 : 0;
            note(frame, segment);
        }
    }

    /// A torn end was never acknowledged to anyone. It is cut off, so that it is not taken for damage later.
    private static void cut(Path file, long end) throws IOException {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
            open.truncate(end);
        }
    }

    /// Of a `done` only the id is read: that of a newer version ends its request, too (rules 14).
    private void note(Frame frame, Segment segment) {
        try {
            JsonNode tree = mapper.readTree(frame.payload());
            switch (tree.path("kind").asText()) {
                case "open" -> {
                    UsageFrame.Open begun = json.readValue(tree);
                    Cut cut = cut(begun.requestId());
                    cut.epoch = frame.epoch();
                    cut.open = begun;
                    cut.openIn = segment;
                }
                case "progress" -> {
                    UsageFrame.Progress progress = json.readValue(tree);
                    Cut cut = cut(progress.requestId());
                    cut.progress = progress;
                    cut.progressIn = segment;
                }
                case "done" -> open.remove(tree.at("/subject/requestId").asText());
                default -> LOG.warnf("frame %d is of no known kind; billing gets it as it is", frame.sequence());
            }
        } catch (IOException | RuntimeException e) {
            damaged++;
            LOG.errorf("frame %d cannot be understood: %s", (Object) frame.sequence(), e.toString());
        }
    }

    private Cut cut(String requestId) {
        return open.computeIfAbsent(requestId, id -> new Cut());
    }

    private List<Made> interrupted() throws IOException {
        List<Made> records = new ArrayList<>();
        for (Cut cut : open.values()) {
            UsageFrame.Open begun = cut.open;
            Segment segment = cut.oldest();
            if (begun != null && segment != null) {
                byte[] payload =
                        mapper.writerFor(UsageFrame.class).writeValueAsBytes(Interrupted.record(begun, cut.progress));
                records.add(new Made(new Frame(++lastSequence, cut.epoch, payload), segment));
            }
        }
        return records;
    }
}
