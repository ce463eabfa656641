package dev.tollgate.local.fake.openai.transcription;

import dev.tollgate.local.fake.openai.UploadedFile;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/// How long a recording is: by its header when it is a WAV, else by its size at 128 kbit/s.
final class SoundLength {

    private static final int BYTES_PER_SECOND = 16_000;
    private static final int RIFF_HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int BYTE_RATE_AT = 8;

    private SoundLength() {}

    static long millis(UploadedFile file) {
        return isWave(file.head()) ? waveMillis(file.head(), file.bytes()) : file.bytes() * 1_000 / BYTES_PER_SECOND;
    }

    static boolean isWave(Buffer head) {
        return head.length() >= RIFF_HEADER_BYTES
                && tag(head, 0).equals("RIFF")
                && tag(head, 8).equals("WAVE");
    }

    private static long waveMillis(Buffer head, long fileBytes) {
        long byteRate = BYTES_PER_SECOND;
        int at = RIFF_HEADER_BYTES;
        while (at + CHUNK_HEADER_BYTES <= head.length()) {
            long size = head.getUnsignedIntLE(at + 4);
            int content = at + CHUNK_HEADER_BYTES;
            if (tag(head, at).equals("data")) {
                long there = Math.min(size, fileBytes - content);
                return there * 1_000 / Math.max(1, byteRate);
            }
            if (tag(head, at).equals("fmt ") && content + BYTE_RATE_AT + 4 <= head.length()) {
                byteRate = head.getUnsignedIntLE(content + BYTE_RATE_AT);
            }
            at = (int) Math.min(Integer.MAX_VALUE / 2, content + size + size % 2);
        }
        return fileBytes * 1_000 / Math.max(1, byteRate);
    }

    private static String tag(Buffer bytes, int at) {
        return bytes.getString(at, at + 4, StandardCharsets.ISO_8859_1.name());
    }
}
