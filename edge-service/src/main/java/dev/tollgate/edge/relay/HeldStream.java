package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.EventSplitter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a stream that was held whole as one answer: its events, one behind the other, and how it closes.
final class HeldStream implements AnswerReader {
    private static final String EVENTS = "text/event-stream; charset=utf-8";

    private final AnswerReader reader;
    private final EventSplitter splitter;
    private Reading reading = Reading.MORE;

    HeldStream(AnswerReader reader, EventSplitter splitter) {
        this.reader = reader;
        this.splitter = splitter;
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        Framed framed = new Framed(out);
        out.begin();
        boolean clean = splitter.feed(
                Buffer.buffer(to - from).appendBytes(bytes, from, to - from),
                (event, start, end) -> take(event, start, end, framed));
        if (!clean) {
            return new Reading.Failed(new Failure.Unreadable());
        }
        if (reading instanceof Reading.More) {
            splitter.end((event, start, end) -> take(event, start, end, framed));
        }
        if (reading instanceof Reading.More) {
            reading = reader.end(framed);
        }
        byte[] closing = reader.closing().getBytes();
        out.json(closing, 0, closing.length);
        out.end();
        return reading;
    }

    private boolean take(byte[] event, int from, int to, AnswerWriter out) {
        reading = reader.event(event, from, to, out);
        return reading instanceof Reading.More;
    }

    /// @throws IllegalStateException always: it is read whole
    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        throw new IllegalStateException("it is read whole");
    }

    /// @throws IllegalStateException always: it is read whole
    @Override
    public Reading end(AnswerWriter out) {
        throw new IllegalStateException("it is read whole");
    }

    @Override
    public @Nullable Quantities usage() {
        return reader.usage();
    }

    @Override
    public String contentType() {
        return EVENTS;
    }

    /// Events as lines of one text.
    private record Framed(AnswerWriter out) implements AnswerWriter {
        @Override
        public void begin() {
            out.json(Frames.DATA, 0, Frames.DATA.length);
        }

        @Override
        public void begin(String event) {
            byte[] line = (Frames.EVENT + event + '\n').getBytes(StandardCharsets.UTF_8);
            out.json(line, 0, line.length);
            begin();
        }

        @Override
        public void json(byte[] bytes, int from, int to) {
            out.json(bytes, from, to);
        }

        @Override
        public void text(byte[] bytes, int from, int to) {
            out.text(bytes, from, to);
        }

        @Override
        public void tokens(long tokens) {
            out.tokens(tokens);
        }

        @Override
        public void end() {
            out.json(Frames.END, 0, Frames.END.length);
        }
    }
}
