package dev.tollgate.edge.audio.transcription;

import io.vertx.core.buffer.Buffer;

/// How long a recording is, as far as its file tells: exactly where it is uncompressed (WAV), by its size where
/// not.
///
/// @param mostMillis a bound: no less than anybody will find
/// @param likelyMillis charged where the provider does not tell
record Recording(long mostMillis, long likelyMillis) {
    /// The lowest bit rate at which speech can be understood is 4 kbit/s.
    private static final long LEAST_BYTES_PER_SECOND = 500;

    /// 32 kbit/s is usual.
    private static final long USUAL_BYTES_PER_SECOND = 4_000;

    /// Some round up to a whole second.
    private static final long ROUNDING_MILLIS = 1_000;

    private static final long MILLIS = 1_000;
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int RIFF_HEAD = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int FORMAT_LENGTH = 16;
    private static final int SUBFORMAT_AT = 24;

    /// @param start how the file begins
    static Recording of(Buffer start, long length) {
        if (start.length() < RIFF_HEAD || !says(start, 0, "RIFF") || !says(start, 8, "WAVE")) {
            return bySize(length);
        }
        long bytesPerSecond = 0;
        long at = RIFF_HEAD;
        while (at + CHUNK_HEAD <= start.length()) {
            int chunk = (int) at;
            long size = start.getUnsignedIntLE(chunk + 4);
            long content = at + CHUNK_HEAD;
            if (says(start, chunk, "fmt ") && content + FORMAT_LENGTH <= start.length()) {
                bytesPerSecond = bytesPerSecond(start, (int) content, size);
            } else if (says(start, chunk, "data")) {
                return bytesPerSecond == 0 ? bySize(length) : wave(length - content, size, bytesPerSecond);
            }
            at = content + size + (size & 1);
        }
        return bySize(length);
    }

    /// 0 where it is compressed.
    private static long bytesPerSecond(Buffer start, int format, long size) {
        int tag = start.getUnsignedShortLE(format);
        if (tag == EXTENSIBLE && size > SUBFORMAT_AT && format + SUBFORMAT_AT + 2 <= start.length()) {
            tag = start.getUnsignedShortLE(format + SUBFORMAT_AT);
        }
        if (tag != PCM && tag != FLOAT) {
            return 0;
        }
        long channels = start.getUnsignedShortLE(format + 2);
        long rate = start.getUnsignedIntLE(format + 4);
        long bits = start.getUnsignedShortLE(format + 14);
        return rate * channels * bits / 8;
    }

    /// What the header says of the sound's length is believed for what is likely, not for what is held.
    private static Recording wave(long left, long told, long bytesPerSecond) {
        long sound = told == 0 || told > left ? left : told;
        return new Recording(millis(left, bytesPerSecond) + ROUNDING_MILLIS, millis(sound, bytesPerSecond));
    }

    private static Recording bySize(long length) {
        return new Recording(
                millis(length, LEAST_BYTES_PER_SECOND) + ROUNDING_MILLIS, millis(length, USUAL_BYTES_PER_SECOND));
    }

    private static long millis(long bytes, long bytesPerSecond) {
        return Math.ceilDiv(bytes * MILLIS, bytesPerSecond);
    }

    private static boolean says(Buffer bytes, int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (bytes.getByte(at + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
