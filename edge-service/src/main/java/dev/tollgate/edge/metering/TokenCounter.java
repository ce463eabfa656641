package dev.tollgate.edge.metering;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/// Counts tokens where a provider tells no usage, or its answer was cut short.
///
/// OpenAI's models by their own encoding. For everybody else there is no public tokenizer: there the count is a
/// bound, `o200k_base` and a fifth more, never above the bytes of the text. The vocabularies are read beside the
/// start, never by an event loop, and the edge is not ready before they are there. A count that is asked for earlier
/// waits for them, and holds its thread as long: on an event loop only where a client did not wait for readiness.
@Startup
@Singleton
public class TokenCounter {
    /// Counted as they are; of a longer text the rest is taken to be like its beginning.
    static final int EXACT_CHARS_MAX = 64 * 1024;

    /// A longer run without a space is cut, which can add a token: merging takes many times the bytes of a piece.
    static final int RUN_MAX = 256;

    private static final Pattern O200K =
            Pattern.compile("(openai/)?(chatgpt-4o|gpt-4o|gpt-4\\.[15]|gpt-5|gpt-oss|o[134](-|$)|codex).*");
    private static final Pattern CL100K = Pattern.compile("(openai/)?(gpt-4|gpt-3\\.5|gpt-35|text-embedding-).*");

    private final OpenAiEncodings encodings = OpenAiEncodings.OF_PROCESS;

    /// Whether a count needs no wait for the vocabularies.
    boolean isReady() {
        return encodings.isReady();
    }

    /// How many tokens a text comes to.
    ///
    /// @param upstreamModel the provider's name of the model
    public long count(String upstreamModel, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (text.length() <= EXACT_CHARS_MAX) {
            return of(upstreamModel, text);
        }
        long beginning = of(upstreamModel, text.substring(0, EXACT_CHARS_MAX));
        return Math.ceilDiv(beginning * text.length(), EXACT_CHARS_MAX);
    }

    private long of(String model, String text) {
        if (O200K.matcher(model).matches()) {
            return encoded(encodings.o200kBase(), text);
        }
        if (CL100K.matcher(model).matches()) {
            return encoded(encodings.cl100kBase(), text);
        }
        long similar = encoded(encodings.o200kBase(), text);
        return Math.min(similar + Math.ceilDiv(similar, 5), bytes(text));
    }

    private static long encoded(TokenEncoding encoding, String text) {
        long tokens = 0;
        int from = 0;
        int runStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\n') {
                runStart = i;
            } else if (i - runStart >= RUN_MAX && !Character.isLowSurrogate(c)) {
                tokens += encoding.count(text.substring(from, i));
                from = i;
                runStart = i;
            }
        }
        return tokens + encoding.count(text.substring(from));
    }

    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Two for each half of a pair: four together.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
