package dev.tollgate.edge.cache;

import dev.tollgate.contract.billing.v1.Quantities;
import io.vertx.core.buffer.Buffer;

/// An answer that is being relayed, on its way to be kept. Lives on the request's event loop.
public interface Recording {
    /// Of a request whose answer is not kept.
    Recording NONE = new Recording() {
        @Override
        public void part(Buffer bytes) {
            // Nothing is recorded.
        }

        @Override
        public void whole(String type, Buffer bytes) {
            // Nothing is recorded.
        }

        @Override
        public void end(Quantities charged, boolean estimated) {
            // Nothing was recorded.
        }

        @Override
        public void drop() {
            // Nothing was recorded.
        }
    };

    /// The next bytes of a stream, as they go to the client.
    void part(Buffer bytes);

    /// All of an answer that is no stream.
    void whole(String type, Buffer bytes);

    /// The answer is complete and charged: it is kept from now on, unless it is too large.
    void end(Quantities charged, boolean estimated);

    /// The answer came to nothing, or is not what the same request would get again.
    void drop();
}
