package dev.tollgate.edge.provider.spi;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// The caller's body, from which each attempt is translated afresh.
public interface ChatBody {
    /// Whether an event stream is asked for.
    boolean stream();

    /// The body with the upstream's model name, the output bound, and usage asked for; all else byte for byte.
    ///
    /// @param outputBound tokens per choice, or null to leave the caller's
    /// @param field the name by which the provider takes the bound
    Buffer rewritten(String upstreamModel, @Nullable Long outputBound, OutputField field);

    /// How a dialect names the bound on output tokens.
    enum OutputField {
        MAX_TOKENS("max_tokens"),
        MAX_COMPLETION_TOKENS("max_completion_tokens");

        private final String wireName;

        OutputField(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
