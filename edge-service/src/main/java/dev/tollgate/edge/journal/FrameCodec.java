package dev.tollgate.edge.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Frames as bytes: mark, CRC32C of all that follows it, length, sequence, epoch, payload.
///
/// The mark's bytes cannot occur in UTF-8, so that behind a damaged frame the next one is found (rules 18).
final class FrameCodec {
    static final int HEADER = 4 + 4 + 4 + 8 + 8;
    private static final int MARK = 0xFFFE_F1A5;
    private static final int CHECKED_FROM = 8;

    private FrameCodec() {}

    static int size(byte[] payload) {
        return HEADER + payload.length;
    }

    static void write(ByteBuffer into, Frame frame) {
        write(into, frame.sequence(), frame.epoch(), frame.payload(), frame.payload().length);
    }

    /// @param length of the payload, which is the beginning of its array
    static void write(ByteBuffer into, long sequence, long epoch, byte[] payload, int length) {
        int start = into.position();
        into.putInt(MARK).putInt(0).putInt(length);
        into.putLong(sequence).putLong(epoch).put(payload, 0, length);
        into.putInt(
                start + 4, crc(into.duplicate().position(start + CHECKED_FROM).limit(into.position())));
    }

    /// @param damaged stretches that are no frames, a torn end not counted
    /// @param end behind the last good frame
    /// @param torn whether something but zeros follows the last good frame
    record Scanned(List<Frame> frames, int damaged, int end, boolean torn) {}

    /// Reads all good frames; a bad stretch is skipped to the next mark.
    static Scanned scan(byte[] bytes) {
        ByteBuffer data = ByteBuffer.wrap(bytes);
        List<Frame> frames = new ArrayList<>();
        int damaged = 0;
        int end = 0;
        boolean skipping = false;
        int at = nextMark(bytes, 0);
        while (at >= 0) {
            int length = goodLength(data, at);
            if (length < 0) {
                skipping = true;
                at = nextMark(bytes, at + 1);
                continue;
            }
            if (skipping || at != end) {
                damaged++;
            }
            skipping = false;
            byte[] payload = new byte[length];
            data.get(at + HEADER, payload);
            frames.add(new Frame(data.getLong(at + 12), data.getLong(at + 20), payload));
            end = at + HEADER + length;
            at = nextMark(bytes, end);
        }
        return new Scanned(frames, damaged, end, !isZero(bytes, end));
    }

    private static int goodLength(ByteBuffer data, int at) {
        if (data.capacity() - at < HEADER) {
            return -1;
        }
        int length = data.getInt(at + 8);
        if (length < 0 || length > data.capacity() - at - HEADER) {
            return -1;
        }
        ByteBuffer checked = data.duplicate().position(at + CHECKED_FROM).limit(at + HEADER + length);
        return crc(checked) == data.getInt(at + 4) ? length : -1;
    }

    private static int nextMark(byte[] bytes, int from) {
        for (int i = from; i <= bytes.length - 4; i++) {
            if (bytes[i] == (byte) (MARK >>> 24)
                    && bytes[i + 1] == (byte) (MARK >>> 16)
                    && bytes[i + 2] == (byte) (MARK >>> 8)
                    && bytes[i + 3] == (byte) MARK) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isZero(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
