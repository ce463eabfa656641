package dev.tollgate.local.fake.openai.speech;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A tone of 440 Hz in 24,000 samples of 16 bits a second, without end and without a click.
public final class Tone {

    static final int SAMPLES_PER_SECOND = 24_000;

    private static final int BYTES_PER_SECOND = SAMPLES_PER_SECOND * Short.BYTES;
    private static final byte[] SECOND = second();

    private Tone() {}

    /// So many bytes of it from a place on.
    public static byte[] pcm(long from, int length) {
        byte[] bytes = new byte[length];
        for (int filled = 0; filled < length; ) {
            int at = (int) ((from + filled) % BYTES_PER_SECOND);
            int count = Math.min(length - filled, BYTES_PER_SECOND - at);
            System.arraycopy(SECOND, at, bytes, filled, count);
            filled += count;
        }
        return bytes;
    }

    /// Whole waves, so it can be repeated.
    static byte[] second() {
        ByteBuffer samples = ByteBuffer.allocate(BYTES_PER_SECOND).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SAMPLES_PER_SECOND; i++) {
            samples.putShort((short) (8_000 * Math.sin(2 * Math.PI * 440 * i / SAMPLES_PER_SECOND)));
        }
        return samples.array();
    }
}
