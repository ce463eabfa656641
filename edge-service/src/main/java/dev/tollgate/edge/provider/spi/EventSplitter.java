package dev.tollgate.edge.provider.spi;

import io.vertx.core.buffer.Buffer;

/// Cuts one stream into its events, whose packets end anywhere. Used on one event loop only.
public interface EventSplitter {
    /// Takes each event's data.
    interface Sink {
        /// The bytes change once it has returned.
        ///
        /// @return false to hear no more
        boolean event(byte[] bytes, int from, int to);
    }

    /// A provider's way of framing events.
    interface Framing {
        /// @param eventMax bytes of an event: what is larger must not be held
        EventSplitter splitter(long eventMax);
    }

    /// @return false when nothing more can be made of the stream: an event is larger than we take, or damaged
    boolean feed(Buffer chunk, Sink sink);

    /// The stream has ended: hands out what may be an event without its proper end. Whether it is whole is for
    /// the sink to find out.
    void end(Sink sink);
}
