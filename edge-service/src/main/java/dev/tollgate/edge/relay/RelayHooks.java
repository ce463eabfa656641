package dev.tollgate.edge.relay;

import dev.tollgate.edge.catalogue.Target;
import io.vertx.core.Future;

/// Where the books are kept while a request is relayed. All calls come from the request's own event loop.
public interface RelayHooks {
    /// Before each attempt's upstream write. A failure refuses the request: nothing may be sent that is not
    /// recorded.
    Future<Void> beforeUpstreamWrite(Target target, int attempt);

    /// After text was handed to the client.
    ///
    /// @param outputTokens delivered so far, cumulative, estimated at four bytes a token
    Gate delivered(long outputTokens);

    /// Exactly once per request, however it ends, and before its last byte goes out. A failure is logged; the
    /// caller still gets the answer.
    Future<Void> ended(AnswerReport report);
}
