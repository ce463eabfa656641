package dev.tollgate.local.fake.openai.speech;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// How sound is written. WAV and PCM are a real tone of 440 Hz, MP3 and AAC real frames of silence; Opus and FLAC
/// are only so far real that programs which look at the first bytes know them.
enum AudioFormat {
    MP3("audio/mpeg", 16_000),
    OPUS("audio/ogg", 16_000),
    AAC("audio/aac", 16_000),
    FLAC("audio/flac", 16_000),
    WAV("audio/wav", 48_000),
    PCM("audio/pcm", 48_000);

    private static final int WAV_HEADER_BYTES = 44;
    private static final int MP3_FRAME_BYTES = 417;
    private static final int AAC_FRAME_BYTES = 371;
    private static final byte[] TONE = Tone.second();

    private final String contentType;
    private final int bytesPerSecond;

    AudioFormat(String contentType, int bytesPerSecond) {
        this.contentType = contentType;
        this.bytesPerSecond = bytesPerSecond;
    }

    static AudioFormat of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String contentType() {
        return contentType;
    }

    /// Of so long a sound, the header included.
    long bytes(long millis) {
        long body = bytesPerSecond * millis / 1_000;
        return this == WAV ? WAV_HEADER_BYTES + body / 2 * 2 : body / 2 * 2;
    }

    long millis(long bytes) {
        return bytes * 1_000 / bytesPerSecond;
    }

    /// What the bytes begin with.
    ///
    /// @param total of all bytes, for the headers that tell it
    byte[] head(long total) {
        return switch (this) {
            case WAV -> wavHeader(total - WAV_HEADER_BYTES);
            case FLAC -> "fLaC".getBytes(StandardCharsets.US_ASCII);
            case OPUS -> "OggS\0\2".getBytes(StandardCharsets.US_ASCII);
            case MP3, AAC, PCM -> new byte[0];
        };
    }

    /// What follows, over and over.
    byte[] cycle() {
        return switch (this) {
            case WAV, PCM -> TONE;
            case MP3 -> frame(MP3_FRAME_BYTES, 0xFF, 0xFB, 0x90, 0x64);
            case AAC ->
                frame(
                        AAC_FRAME_BYTES,
                        0xFF,
                        0xF1,
                        0x50,
                        0x80 | AAC_FRAME_BYTES >> 11,
                        AAC_FRAME_BYTES >> 3,
                        (AAC_FRAME_BYTES & 7) << 5 | 0x1F,
                        0xFC);
            case OPUS, FLAC -> new byte[1_024];
        };
    }

    private static byte[] frame(int length, int... start) {
        byte[] frame = new byte[length];
        for (int i = 0; i < start.length; i++) {
            frame[i] = (byte) start[i];
        }
        return frame;
    }

    private static byte[] wavHeader(long dataBytes) {
        int data = (int) Math.min(dataBytes, Integer.MAX_VALUE - WAV_HEADER_BYTES);
        ByteBuffer header = ByteBuffer.allocate(WAV_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(data + WAV_HEADER_BYTES - 8);
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) 1);
        header.putInt(Tone.SAMPLES_PER_SECOND).putInt(Tone.SAMPLES_PER_SECOND * 2);
        header.putShort((short) 2).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data);
        return header.array();
    }
}
