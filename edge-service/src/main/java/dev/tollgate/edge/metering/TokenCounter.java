package dev.tollgate.edge.metering;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/// Counts tokens where a provider tells no usage, or its answer was cut short.
///
/// OpenAI's models by their own encoding. For everybody else there is no public tokenizer: there the count is a
/// bound, `o200k_base` and a fifth more, never above the bytes of the text. The dictionaries take half a second to
/// load: that is done at start, never on an event loop.
@Startup
@Singleton
public class TokenCounter {
    /// Counted as they are; of a longer text the rest is taken to be like its beginning.
    static final int EXACT_CHARS_MAX = 64 * 1024;

    /// A longer run without a space is cut, which can add a token: an encoder's work grows with the square of it.
    static final int RUN_MAX = 256;

    private static final Pattern O200K =
            Pattern.compile("(openai/)?(chatgpt-4o|gpt-4o|gpt-4\\.[15]|gpt-5|gpt-oss|o[134](-|$)|codex).*");
    private static final Pattern CL100K = Pattern.compile("(openai/)?(gpt-4|gpt-3\\.5|gpt-35|text-embedding-).*");

    /// Once per process, however many counters there are.
    private static final class Loaded {
        private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();
        private static final Encoding O200K_BASE = REGISTRY.getEncoding(EncodingType.O200K_BASE);
        private static final Encoding CL100K_BASE = REGISTRY.getEncoding(EncodingType.CL100K_BASE);
    }

    /// Loads the dictionaries.
    public TokenCounter() {
        count("gpt-4o", "o200k");
        count("gpt-4", "cl100k");
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

    private static long of(String model, String text) {
        if (O200K.matcher(model).matches()) {
            return encoded(Loaded.O200K_BASE, text);
        }
        if (CL100K.matcher(model).matches()) {
            return encoded(Loaded.CL100K_BASE, text);
        }
        long similar = encoded(Loaded.O200K_BASE, text);
        return Math.min(similar + Math.ceilDiv(similar, 5), bytes(text));
    }

    private static long encoded(Encoding encoding, String text) {
        long tokens = 0;
        int from = 0;
        int runStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\n') {
                runStart = i;
            } else if (i - runStart >= RUN_MAX && !Character.isLowSurrogate(c)) {
                tokens += encoding.countTokensOrdinary(text.substring(from, i));
                from = i;
                runStart = i;
            }
        }
        return tokens + encoding.countTokensOrdinary(text.substring(from));
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
