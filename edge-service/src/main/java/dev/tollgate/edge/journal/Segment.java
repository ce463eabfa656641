package dev.tollgate.edge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One file of frames, zero-filled ahead so that an append to it cannot meet a full disk (rules 18).
final class Segment {
    private static final int FILL = 1 << 20;

    private final long number;
    private final Path file;
    private final long size;
    private final @Nullable FileChannel channel;
    private long position;
    /// Frames in memory that billing has not acknowledged.
    final AtomicInteger pending = new AtomicInteger();
    /// Requests under way whose latest `open` or `progress` is here.
    final AtomicInteger live = new AtomicInteger();
    /// Some of its frames are no longer in memory: it must be read again before it can go.
    volatile boolean spilled;
    volatile boolean sealed;
    /// Of the first frame that counts and is no longer in memory.
    volatile long firstSpilled = Long.MAX_VALUE;

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
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /// One of a former run: only to be read and trimmed.
    static Segment recovered(long number, Path file, long size) {
        Segment segment = new Segment(number, file, size, null);
        segment.sealed = true;
        segment.spilled = true;
        return segment;
    }

    long number() {
        return number;
    }

    long size() {
        return size;
    }

    boolean fits(int bytes) {
        return size - position >= bytes;
    }

    void write(ByteBuffer frames, boolean sync) throws IOException {
        FileChannel open = java.util.Objects.requireNonNull(channel);
        long at = position;
        while (frames.hasRemaining()) {
            at += open.write(frames, at);
        }
        if (sync) {
            open.force(false);
        }
        position = at;
    }

    byte[] read() throws IOException {
        return Files.readAllBytes(file);
    }

    /// Cuts a torn end, so that it is not taken for damage later.
    void cut(long end) throws IOException {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
            open.truncate(end);
        }
    }

    boolean isDone() {
        return sealed && !spilled && pending.get() == 0 && live.get() == 0;
    }

    /// Whether nothing but requests under way keeps it.
    boolean isHeldByLive() {
        return sealed && !spilled && pending.get() == 0 && live.get() > 0;
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
