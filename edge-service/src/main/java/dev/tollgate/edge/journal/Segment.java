package dev.tollgate.edge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One file of frames, zero-filled ahead so that an append to it cannot meet a full disk (rules 18).
///
/// Frames that memory has no room for are *spilled*: they are read again from here, also while the segment is still
/// written to. What is read again is counted as pending until it is acknowledged.
final class Segment {
    private static final int FILL = 1 << 20;
    /// Read again at once: a backlog may be a thousand times as large.
    private static final int PART = 1 << 20;
    private static final long NONE = Long.MAX_VALUE;

    private final long number;
    private final Path file;
    private final long size;
    private final @Nullable FileChannel channel;
    private volatile long position;
    /// Frames in memory that billing has not acknowledged.
    final AtomicInteger pending = new AtomicInteger();
    /// Requests under way whose latest `open` or `progress` is here.
    final AtomicInteger live = new AtomicInteger();
    private volatile boolean sealed;
    /// Sequences that are spilled, ascending; guarded by this.
    private final List<Range> ranges = new ArrayList<>();
    private volatile long firstSpilled = NONE;
    /// The writer's own.
    private boolean keptSinceSpill;
    /// The shipper's own: what lies before this is not read again.
    private long reclaimedTo;

    private record Range(long first, long last) {
        boolean holds(Frame frame) {
            return first <= frame.sequence() && frame.sequence() <= last;
        }

        /// What of it comes later than this sequence.
        Range behind(long sequence) {
            return new Range(Math.max(first, sequence + 1), last);
        }
    }

    private Segment(long number, Path file, long size, @Nullable FileChannel channel) {
        this.number = number;
        this.file = file;
        this.size = size;
        this.channel = channel;
    }

    /// A new one, filled with zeros.
    ///
    /// @throws IOException when the disk is full; nothing is left behind then
    static Segment create(long number, Path file, long size) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(FILL, size));
            for (long at = 0; at < size; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
                at += channel.write(zeros, at);
            }
            return new Segment(number, file, size, channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /// One of a former run: only to be read and trimmed.
    ///
    /// @param firstSequence no frame in it has a lower one
    static Segment recovered(long number, Path file, long size, long firstSequence) {
        Segment segment = new Segment(number, file, size, null);
        segment.position = size;
        segment.sealed = true;
        segment.ranges.add(new Range(firstSequence, NONE));
        segment.firstSpilled = firstSequence;
        return segment;
    }

    long number() {
        return number;
    }

    long size() {
        return size;
    }

    /// Bytes that are still to be written.
    long rest() {
        return size - position;
    }

    /// Nothing more is written to it.
    void seal() {
        sealed = true;
    }

    boolean isSealed() {
        return sealed;
    }

    void write(ByteBuffer frames, boolean sync) throws IOException {
        FileChannel open = Objects.requireNonNull(channel);
        long at = position;
        while (frames.hasRemaining()) {
            at += open.write(frames, at);
        }
        if (sync) {
            open.force(false);
        }
        position = at;
    }

    /// By the writer: a frame that was just written is in memory, until it is acknowledged.
    void keep() {
        keptSinceSpill = true;
        pending.incrementAndGet();
    }

    /// By the writer: memory has no room for a frame that was just written.
    synchronized void spill(long sequence) {
        if (keptSinceSpill || ranges.isEmpty()) {
            ranges.add(new Range(sequence, sequence));
        } else {
            ranges.set(ranges.size() - 1, new Range(ranges.getLast().first, sequence));
        }
        keptSinceSpill = false;
        firstSpilled = ranges.getFirst().first;
    }

    boolean isSpilled() {
        return firstSpilled != NONE;
    }

    /// Of the first frame that counts and is not in memory; `Long.MAX_VALUE` when all are.
    long firstSpilled() {
        return firstSpilled;
    }

    /// By the shipper: reads the next part of what was spilled; it is in memory, and pending, from now on.
    Reclaimed reclaim() throws IOException {
        long until;
        List<Range> wanted;
        synchronized (this) {
            until = position;
            wanted = List.copyOf(ranges);
        }
        FrameCodec.Scanned scanned = scanNext(until);
        List<Frame> frames = scanned.frames().stream()
                .filter(frame -> frame.counts() && wanted.stream().anyMatch(range -> range.holds(frame)))
                .toList();
        long through = reclaimedTo == until
                ? wanted.getLast().last
                : scanned.frames().getLast().sequence();
        synchronized (this) {
            pending.addAndGet(frames.size());
            ranges.removeIf(range -> range.last <= through);
            ranges.replaceAll(range -> range.behind(through));
            firstSpilled = ranges.isEmpty() ? NONE : ranges.getFirst().first;
        }
        // What recovery found damaged was counted there.
        return new Reclaimed(frames, channel == null ? 0 : scanned.damaged());
    }

    /// @param damaged stretches that are no frames any more
    record Reclaimed(List<Frame> frames, int damaged) {}

    /// The frames of the next part that has any, or what is left when none has.
    private FrameCodec.Scanned scanNext(long until) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long size = PART; ; ) {
                long to = Math.min(until, reclaimedTo + size);
                FrameCodec.Scanned scanned = FrameCodec.scan(read(in, reclaimedTo, to));
                if (to == until) {
                    reclaimedTo = until;
                    return scanned;
                }
                if (!scanned.frames().isEmpty()) {
                    reclaimedTo += scanned.end();
                    return scanned;
                }
                if (scanned.torn()) {
                    size *= 2;
                } else {
                    reclaimedTo = to;
                }
            }
        }
    }

    private static byte[] read(FileChannel in, long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
        while (bytes.hasRemaining() && in.read(bytes, from + bytes.position()) >= 0) {
            // Reads on.
        }
        return bytes.array();
    }

    boolean isDone() {
        return sealed && !isSpilled() && pending.get() == 0 && live.get() == 0;
    }

    /// Whether nothing but requests under way keeps it.
    boolean isHeldByLive() {
        return sealed && !isSpilled() && pending.get() == 0 && live.get() > 0;
    }

    void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }
}
