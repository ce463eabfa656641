package dev.tollgate.edge.provider.spi;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A response as the caller asked for it, for one provider that knows responses. What a provider keeps (a
/// stored response, its items) and what only it can open goes to the caller under other names, which tell
/// whose it is.
public interface ResponsesBody extends JsonBody {
    /// The body with the upstream's model name and output bound; what the provider told earlier is called as
    /// it called it.
    ///
    /// @param outputBound tokens, or null to leave the caller's
    Buffer rewritten(String upstreamModel, @Nullable Long outputBound);

    /// The caller's name of something that the provider keeps: a response, an item.
    String shown(String id);

    /// What only the provider can open, as the caller gets it.
    String sealed(String content);

    @Override
    default Operation operation() {
        return Operation.RESPONSES;
    }
}
