package dev.tollgate.edge.provider.spi;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A chat completion as the caller asked for it.
public interface ChatBody extends JsonBody {
    /// Whether the caller wants the usage chunk of a stream.
    boolean includeUsage();

    @Override
    default Operation operation() {
        return Operation.CHAT;
    }

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
