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

    /// Makes the reader of one attempt's answer of status 200.
    AnswerReader reader(Asked asked);
}
