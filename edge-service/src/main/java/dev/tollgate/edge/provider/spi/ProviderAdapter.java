package dev.tollgate.edge.provider.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One provider's dialect. Stateless and without I/O: called from any event loop, for any number of requests at
/// once.
public interface ProviderAdapter {
    /// The name in the catalogue: `kind: openai`.
    String kind();

    /// What it has words for. Nothing else is ever asked of it.
    Set<Operation> operations();

    /// Addresses in the body (http or https) whose bytes this provider has to be sent, since it fetches nothing
    /// itself: they are in [Upstream#files] when [#translate] is called.
    default List<String> fetches(CallBody body) {
        return List.of();
    }

    /// Translates the caller's body afresh.
    Translation translate(CallBody body, Upstream upstream);

    /// Judges an answer whose status is not 200.
    ///
    /// @param header looks a response header up by name; null when it is absent
    Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body);

    /// Makes the reader of one attempt's answer of status 200.
    AnswerReader reader(CallBody body);

    /// Its realtime sessions, if it has any.
    default Optional<RealtimeDialect> realtime() {
        return Optional.empty();
    }
}
