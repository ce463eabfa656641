package dev.tollgate.edge.dispatch;

import io.vertx.core.Future;
import java.util.Optional;

/// Who answers where a request's own model cannot: before its first byte has gone to the caller, never after.
public interface StandIn {
    /// Nobody.
    StandIn NONE = reason -> Future.succeededFuture(Optional.empty());

    /// Why another model is asked.
    enum Reason {
        CONTEXT_WINDOW("context_window"),
        CONTENT_POLICY("content_policy"),
        /// No deployment could answer.
        ANY("any");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /// As the catalogue and the answer's headers spell it.
        public String word() {
            return word;
        }
    }

    /// The same request of another model, admitted anew, with the same hooks; empty when none is left that the
    /// caller may use and pay for. Never fails; completes on the request's event loop.
    Future<Optional<DispatchRequest>> after(Reason reason);
}
