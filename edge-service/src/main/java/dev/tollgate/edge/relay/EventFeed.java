package dev.tollgate.edge.relay;

import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.EventSplitter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import io.vertx.core.buffer.Buffer;

/// Cuts what the provider sends into events, and has them read.
final class EventFeed implements EventSplitter.Sink {
    /// Hears how the stream fares.
    interface Listener {
        /// The provider says that it has ended.
        void complete();

        void broken(Failure failure);

        /// Whether more is wanted.
        boolean isOpen();
    }

    private final EventSplitter splitter;
    private final AnswerReader reader;
    private final Outgoing out;
    private final Listener listener;

    EventFeed(EventSplitter splitter, AnswerReader reader, Outgoing out, Listener listener) {
        this.splitter = splitter;
        this.reader = reader;
        this.out = out;
        this.listener = listener;
    }

    void packet(Buffer bytes) {
        if (!splitter.feed(bytes, this)) {
            listener.broken(new Failure.Unreadable());
        }
    }

    /// The connection has ended: perhaps behind an event without its blank line.
    void end() {
        splitter.end(this::lastEvent);
        if (listener.isOpen()) {
            read(reader.end(out));
        }
    }

    @Override
    public boolean event(byte[] bytes, int from, int to) {
        read(reader.event(bytes, from, to, out));
        return listener.isOpen();
    }

    /// Cut off, it is none: then the dialect decides whether the stream had ended before.
    private boolean lastEvent(byte[] bytes, int from, int to) {
        Reading reading = reader.event(bytes, from, to, out);
        if (reading instanceof Reading.Failed(Failure.Unreadable unreadable)) {
            out.chunkFailed();
        } else {
            read(reading);
        }
        return false;
    }

    private void read(Reading reading) {
        switch (reading) {
            case Reading.More() -> {}
            case Reading.Done() -> listener.complete();
            case Reading.Failed(Failure failure) -> {
                out.chunkFailed();
                listener.broken(failure);
            }
        }
    }
}
