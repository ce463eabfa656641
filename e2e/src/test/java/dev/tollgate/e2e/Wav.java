package dev.tollgate.e2e;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// WAV files of one channel, 16 kHz, 16 bits.
final class Wav {
    private static final int HEAD = 44;
    private static final int RATE = 16_000;
    private static final short BYTES_A_SAMPLE = 2;

    private Wav() {}

    static byte[] silence(int seconds) {
        int data = seconds * RATE * BYTES_A_SAMPLE;
        return ByteBuffer.allocate(HEAD + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(HEAD - 8 + data)
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(RATE)
                .putInt(RATE * BYTES_A_SAMPLE)
                .putShort(BYTES_A_SAMPLE)
                .putShort((short) (8 * BYTES_A_SAMPLE))
                .put(ascii("data"))
                .putInt(data)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
