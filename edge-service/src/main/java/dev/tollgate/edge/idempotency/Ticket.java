package dev.tollgate.edge.idempotency;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/// A request's hold on its name. Told once how the request ended; what comes second does nothing.
public interface Ticket {
    /// Of a request without a name.
    Ticket NONE = new Ticket() {
        @Override
        public boolean keeps(int length) {
            return false;
        }

        @Override
        public void release() {
            // Nobody asked for a name.
        }

        @Override
        public Future<Void> ended(boolean charged, @Nullable KeptAnswer answer) {
            return Future.succeededFuture();
        }
    };

    /// Whether an answer of so many bytes will be kept.
    boolean keeps(int length);

    /// Nothing was answered: the name is free again.
    void release();

    /// Completes once others see it, or when Redis does not answer: the caller gets its answer in any case.
    ///
    /// @param charged it must not be done again
    /// @param answer to be given again; null when it is not kept
    Future<Void> ended(boolean charged, @Nullable KeptAnswer answer);
}
