package dev.tollgate.local.fake.openai.speech;

import io.vertx.core.buffer.Buffer;
import java.util.Iterator;

/// The bytes of a sound, piece by piece, each made when it is asked for: a gigabyte takes no more memory than a second.
final class Sound implements Iterator<Buffer> {

    private static final int PIECES = 8;
    private static final int PIECE_MIN = 256;
    private static final int PIECE_MAX = 32 << 10;

    private final long total;
    private final byte[] head;
    private final byte[] cycle;
    private final int piece;
    private long at;

    Sound(AudioFormat format, long total) {
        this.total = total;
        this.head = format.head(total);
        this.cycle = format.cycle();
        this.piece = Math.clamp(total / PIECES, PIECE_MIN, PIECE_MAX);
    }

    @Override
    public boolean hasNext() {
        return at < total;
    }

    @Override
    public Buffer next() {
        int size = (int) Math.min(piece, total - at);
        byte[] bytes = new byte[size];
        int filled = 0;
        while (filled < size) {
            boolean inHead = at < head.length;
            byte[] source = inHead ? head : cycle;
            int from = (int) (inHead ? at : (at - head.length) % cycle.length);
            int count = Math.min(size - filled, source.length - from);
            System.arraycopy(source, from, bytes, filled, count);
            filled += count;
            at += count;
        }
        return Buffer.buffer(bytes);
    }
}
