package dev.tollgate.local.fake.openai.speech;

import java.io.ByteArrayOutputStream;

/// A short sound, whole: for answers that carry it inside JSON.
public final class Clip {

    private Clip() {}

    /// @param format as a speech request names it; `pcm16` is `pcm`
    public static byte[] of(String format, long millis) {
        AudioFormat known = AudioFormat.of(format.equals("pcm16") ? "pcm" : format);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Sound(known, known.bytes(millis)).forEachRemaining(piece -> bytes.writeBytes(piece.getBytes()));
        return bytes.toByteArray();
    }
}
