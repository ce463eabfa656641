package dev.tollgate.edge.provider.spi;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One provider's dialect. Stateless: called from any event loop, for any number of requests at once.
public interface ProviderAdapter {
    /// The name in the catalogue: `kind: openai`.
    String kind();

    /// Translates the caller's body afresh.
    UpstreamRequest request(ChatBody body, Upstream upstream);

    /// Judges an answer whose status is not 200.
    ///
    /// @param header looks a response header up by name; null when it is absent
    Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body);

    /// Reads a whole answer of status 200.
    PlainAnswer plain(byte[] body);

    /// Reads the data of one event: the bytes `from` (inclusive) to `to` (exclusive).
    StreamEvent event(byte[] bytes, int from, int to);
}
