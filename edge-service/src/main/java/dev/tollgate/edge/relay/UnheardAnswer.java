package dev.tollgate.edge.relay;

import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.EventSplitter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads an answer of status 200 that nobody is told, for what it says of itself: its usage, and whether it is whole.
/// Lives on the response's event loop.
public final class UnheardAnswer {
    private static final AnswerWriter NOWHERE = new AnswerWriter() {
        @Override
        public void begin() {}

        @Override
        public void json(byte[] bytes, int from, int to) {}

        @Override
        public void text(byte[] bytes, int from, int to) {}

        @Override
        public void tokens(long tokens) {}

        @Override
        public void end() {}
    };

    private final Vertx vertx;
    private final HttpClientResponse response;
    private final AnswerReader reader;
    private final long bytesMax;
    private final @Nullable EventSplitter splitter;
    private final Consumer<Optional<Failure>> then;
    private final Buffer held = Buffer.buffer();
    private final long timer;
    private long bytes;
    private boolean over;

    private UnheardAnswer(
            Vertx vertx,
            HttpClientResponse response,
            AnswerReader reader,
            @Nullable EventSplitter splitter,
            Bounds bounds,
            Consumer<Optional<Failure>> then) {
        this.vertx = vertx;
        this.response = response;
        this.reader = reader;
        this.splitter = splitter;
        this.bytesMax = bounds.bytes();
        this.then = then;
        this.timer = vertx.setTimer(Math.max(1, bounds.millis()), late -> tell(new Failure.TimedOut()));
    }

    /// How much of it is read, and for how long.
    public record Bounds(long bytes, long millis) {}

    /// @param response paused
    /// @param framing of a stream; empty for server-sent events
    /// @param events whether a stream was asked for
    /// @param then is told once how it ended; empty when it is whole
    public static void read(
            Vertx vertx,
            HttpClientResponse response,
            AnswerReader reader,
            Optional<EventSplitter.Framing> framing,
            boolean events,
            Bounds bounds,
            Consumer<Optional<Failure>> then) {
        EventSplitter splitter = events && !isJson(response.getHeader("Content-Type"))
                ? framing.map(one -> one.splitter(bounds.bytes())).orElseGet(() -> new SseSplitter(bounds.bytes()))
                : null;
        new UnheardAnswer(vertx, response, reader, splitter, bounds, then).start();
    }

    private static boolean isJson(@Nullable String type) {
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private void start() {
        response.handler(this::add);
        response.exceptionHandler(failure -> tell(new Failure.Broken("reset")));
        response.endHandler(nothing -> ended());
        response.resume();
    }

    private void add(Buffer chunk) {
        bytes += chunk.length();
        if (over) {
            return;
        }
        if (bytes > bytesMax) {
            tell(new Failure.Unreadable());
        } else if (splitter == null) {
            held.appendBuffer(chunk);
        } else if (!splitter.feed(chunk, this::event) && !over) {
            tell(new Failure.Unreadable());
        }
    }

    private boolean event(byte[] data, int from, int to) {
        read(reader.event(data, from, to, NOWHERE));
        return !over;
    }

    private void ended() {
        if (over) {
            return;
        }
        if (splitter == null) {
            Reading reading = reader.whole(held.getBytes(), 0, held.length(), NOWHERE);
            read(reading instanceof Reading.More ? new Reading.Failed(new Failure.Unreadable()) : reading);
        } else {
            splitter.end(this::event);
            if (!over) {
                read(reader.end(NOWHERE));
            }
        }
    }

    private void read(Reading reading) {
        switch (reading) {
            case Reading.More() -> {}
            case Reading.Done() -> tell(null);
            case Reading.Failed(Failure failure) -> tell(failure);
        }
    }

    /// Behind the last event of a stream nothing is waited for.
    private void tell(@Nullable Failure failure) {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(timer);
        if (failure != null) {
            response.request().reset();
        }
        then.accept(Optional.ofNullable(failure));
    }
}
