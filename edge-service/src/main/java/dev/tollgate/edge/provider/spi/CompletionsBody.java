package dev.tollgate.edge.provider.spi;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// Prompts to be continued, as the caller asked for it in OpenAI's oldest format.
public interface CompletionsBody extends JsonBody {
    /// Whether the caller wants the usage chunk of a stream.
    boolean includeUsage();

    @Override
    default Operation operation() {
        return Operation.COMPLETIONS;
    }

    /// The body with the upstream's model name, the output bound, and usage asked for; all else byte for byte.
    ///
    /// @param outputBound tokens per choice, or null to leave the caller's
    Buffer rewritten(String upstreamModel, @Nullable Long outputBound);
}
