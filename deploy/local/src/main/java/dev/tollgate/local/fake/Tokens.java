package dev.tollgate.local.fake;

import java.nio.charset.StandardCharsets;

/// The demo's tokenizer: a token is four bytes of UTF-8, the last one may be shorter. Simple enough that a test can
/// predict every count.
public final class Tokens {

    private static final int BYTES_PER_TOKEN = 4;

    private Tokens() {}

    public static long count(String text) {
        return (bytes(text) + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    /// The longest beginning of the text that has at most `tokens` tokens and cuts no character.
    public static String first(String text, long tokens) {
        if (count(text) <= tokens) {
            return text;
        }
        long room = tokens * BYTES_PER_TOKEN;
        long used = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            int size = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
            if (used + size > room) {
                break;
            }
            used += size;
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
