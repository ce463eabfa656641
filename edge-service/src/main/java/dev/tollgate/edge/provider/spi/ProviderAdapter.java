package dev.tollgate.edge.provider.spi;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One provider's dialect. Stateless and without I/O, but for [#grant]: called from any event loop, for any number of
/// requests at once.
public interface ProviderAdapter {
    /// The name in the catalogue: `kind: openai`.
    String kind();

    /// What it has words for. Nothing else is ever asked of it.
    Set<Operation> operations();

    /// What of a chat it knows beyond OpenAI's own words.
    default Set<ChatExtra> extras() {
        return Set.of();
    }

    /// Addresses in the body (http or https) whose bytes this provider has to be sent, since it fetches nothing
    /// itself: they are in [Upstream#files] when [#translate] is called.
    default List<String> fetches(CallBody body) {
        return List.of();
    }

    /// Asks for what is sent in place of the configured credential, where a provider wants a token that is minted
    /// of it: once for each attempt, before [#translate]. Never blocks; what it keeps is bounded, and what it waits
    /// for has an end. Empty when the credential itself is sent.
    ///
    /// @param baseUrl the provider's, as the catalogue has it
    /// @return never fails; completed on any thread
    default Optional<Future<Granted>> grant(String baseUrl, String secret) {
        return Optional.empty();
    }

    /// Translates the caller's body afresh. Where the request has to be signed, that is done here too: its body is
    /// complete.
    Translation translate(CallBody body, Upstream upstream);

    /// Judges an answer whose status is not 200.
    ///
    /// @param header looks a response header up by name; null when it is absent
    Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body);

    /// Makes the reader of one attempt's answer of status 200.
    AnswerReader reader(CallBody body);

    /// How its streams are framed; empty for server-sent events.
    default Optional<EventSplitter.Framing> framing() {
        return Optional.empty();
    }

    /// Its realtime sessions, if it has any.
    default Optional<RealtimeDialect> realtime() {
        return Optional.empty();
    }
}
