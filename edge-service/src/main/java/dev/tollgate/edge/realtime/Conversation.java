package dev.tollgate.edge.realtime;

import dev.tollgate.contract.billing.v1.Quantities;

/// How many tokens a session's conversation counts, as far as we can tell: what the provider said last, and what
/// was sent since. An estimate for limits, and for what a successor charges should this edge die. Never a bound.
final class Conversation {
    private static final int BYTES_OF_A_TOKEN = 4;
    /// 100 ms of pcm16 at 24 kHz in base64: what one token of spoken input is.
    private static final int AUDIO_OF_A_TOKEN = 100 * 48 * 4 / 3;

    private long told;
    private long textBytes;
    private long audioChars;

    void sentText(long bytes) {
        textBytes += bytes;
    }

    void sentAudio(long base64Chars) {
        audioChars += base64Chars;
    }

    /// A response's input, and the response itself, are the next one's input.
    void answered(Quantities usage) {
        told = usage.tokens();
        textBytes = 0;
        audioChars = 0;
    }

    long tokens() {
        return told + textBytes / BYTES_OF_A_TOKEN + audioChars / AUDIO_OF_A_TOKEN;
    }
}
