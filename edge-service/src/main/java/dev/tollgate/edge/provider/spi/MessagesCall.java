package dev.tollgate.edge.provider.spi;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request in Anthropic's Messages format, as the caller made it.
public interface MessagesCall extends JsonBody {
    @Override
    default Operation operation() {
        return Operation.MESSAGES;
    }

    /// `anthropic-version` and `anthropic-beta` as they are to be passed on to a provider that speaks this format.
    Map<String, String> versionHeaders();

    /// The body with the upstream's model name and the output bound, and with what would be charged otherwise than it
    /// is priced, or refused for having come from us, changed; all else byte for byte.
    ///
    /// @param outputBound tokens, or null to leave the caller's
    Buffer rewritten(String upstreamModel, @Nullable Long outputBound);
}
