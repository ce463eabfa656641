package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.catalogue.Target;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// Where the books are kept while a request is relayed. All calls come from the request's own event loop. Tokens
/// are output tokens over all choices, cumulative: estimated at four bytes each, counted where it matters.
public interface RelayHooks {
    /// Right before each attempt's upstream write, when its connection is there: nothing may be sent that is not
    /// recorded and paid for. A failed future refuses the request, too.
    Future<Clearance> beforeUpstreamWrite(Target target, int attempt);

    /// Before text is handed to the client.
    ///
    /// @param outputTokens that will have been delivered with it
    Gate mayDeliver(long outputTokens);

    /// Output tokens up to which [#mayDeliver] will let text pass: close to it, tokens are counted.
    long paidFor();

    /// After text was handed to the client.
    void delivered(long outputTokens);

    /// What an attempt that was sent, and failed without an answer that counts, may cost us all the same: its input
    /// by our own count (rules 17).
    default Quantities sent() {
        return Quantities.NONE;
    }

    /// What stands between the answer and the caller; null for nothing.
    default @Nullable AnswerGuard guard() {
        return null;
    }

    /// Right before [#ended], the whole of a plain answer of status 200.
    default void answered(String contentType, Buffer answer) {
        // Most have no use for it.
    }

    /// The next bytes of a stream on their way to the client, in order; those that end a complete one come right
    /// before [#ended].
    default void wrote(Buffer bytes) {
        // Most have no use for it.
    }

    /// Nano-credits that the request is charged; negative while that is not known: before [#ended].
    default long charged() {
        return -1;
    }

    /// Exactly once per request, however it ends, and before its last byte goes out. When it fails, the books were
    /// not kept, and the last byte never goes out (rules 18).
    Future<Void> ended(AnswerReport report);
}
