package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.ProviderUsage;
import dev.tollgate.edge.provider.spi.Reading;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/// Relays an event stream. Commits at the first real event; until then a failure may fall back, after it the stream
/// ends with an error frame and no `[DONE]`. Everything happens on the request's event loop.
final class StreamRelay implements SseSplitter.Sink {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private enum State {
        WAITING,
        RELAYING,
        DRAINING,
        ENDED
    }

    /// @param healthy the provider did its part
    /// @param whole the provider has said all: its connection may be used again
    private record End(Outcome outcome, Buffer last, boolean healthy, boolean whole) {}

    private static final End COMPLETED = new End(Outcome.COMPLETED, Frames.DONE, true, true);
    private static final End DRAINED = new End(Outcome.CANCELLED, Frames.DONE, true, true);
    private static final End CANCELLED = new End(Outcome.CANCELLED, Frames.DONE, true, false);

    private final Relays relays;
    private final Answering answering;
    private final AnswerReader reader;
    private final HttpServerResponse client;
    private final UpstreamEnd upstream;
    private final SseSplitter splitter = new SseSplitter();
    private final DeliveredText text;
    private final Outgoing out;
    private final CreditGate gate;
    private final Rounds.Place place;
    private State state = State.WAITING;
    /// How it ends once what waits for credit has gone.
    private @Nullable End ending;
    private @Nullable Long firstByteMillis;
    private boolean heard;
    private boolean told;
    private long lastHeardNanos = System.nanoTime();
    private long lastToldNanos = lastHeardNanos;
    private long drainUntilNanos;

    StreamRelay(Relays relays, Answering answering) {
        this.relays = relays;
        this.answering = answering;
        this.reader = answering.reader();
        this.client = answering.client();
        this.text = relays.text(answering);
        this.out = new Outgoing(text, this::chunkComplete);
        this.gate = new CreditGate(answering.hooks(), text, this::creditCame, this::stop);
        this.place = relays.rounds().enter(this::look);
        this.upstream = new UpstreamEnd(answering, relays, place);
    }

    void start() {
        answering.upstream().handler(this::packet);
        answering.upstream().exceptionHandler(failure -> broken(new Failure.Broken("reset")));
        answering.upstream().endHandler(nothing -> upstreamEnded());
        client.closeHandler(nothing -> clientGone());
        client.exceptionHandler(failure -> clientGone());
        client.drainHandler(nothing -> flow());
        answering.upstream().resume();
    }

    private void packet(Buffer bytes) {
        heard = true;
        if (ending != null) {
            return;
        }
        if (!splitter.feed(bytes, this)) {
            broken(new Failure.Unreadable());
        }
        flush();
    }

    @Override
    public boolean event(byte[] bytes, int from, int to) {
        read(reader.event(bytes, from, to, out));
        return ending == null && state != State.ENDED;
    }

    private void read(Reading reading) {
        switch (reading) {
            case Reading.More() -> {}
            case Reading.Done() -> complete();
            case Reading.Failed(Failure failure) -> {
                out.chunkFailed();
                broken(failure);
            }
        }
    }

    private void chunkComplete() {
        if (state == State.WAITING) {
            commit();
        }
        if (state == State.RELAYING && gate.asks()) {
            out.release();
        } else if (state != State.RELAYING) {
            out.forgetWaiting();
        } else if (gate.isWaiting()) {
            answering.upstream().pause();
        }
    }

    private void creditCame() {
        out.release();
        flush();
        if (ending != null) {
            end(ending);
        } else {
            flow();
        }
    }

    private void commit() {
        state = State.RELAYING;
        firstByteMillis = answering.elapsedMillis();
        answering.commit("text/event-stream; charset=utf-8");
        client.putHeader("Cache-Control", "no-cache")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
    }

    private void flush() {
        if (state == State.RELAYING && out.hasReady()) {
            client.write(out.take());
            told = true;
            answering.hooks().delivered(text.likely());
            if (client.writeQueueFull()) {
                answering.upstream().pause();
            }
        }
    }

    /// Reads on when neither the client nor credit holds it back.
    private void flow() {
        heard = true;
        if (state != State.ENDED && !gate.isWaiting() && !client.writeQueueFull()) {
            answering.upstream().resume();
        }
    }

    private void stop(ServiceError error) {
        end(new End(Outcome.CREDIT_EXHAUSTED, Frames.error(error), true, false));
    }

    private void complete() {
        switch (state) {
            case WAITING -> broken(new Failure.Unreadable());
            case RELAYING -> endBehindWhatWaits(COMPLETED);
            case DRAINING -> end(DRAINED);
            case ENDED -> {}
        }
    }

    private void upstreamEnded() {
        upstream.ended();
        if (state == State.ENDED || ending != null) {
            return;
        }
        splitter.end(this::lastEvent);
        if (state != State.ENDED && ending == null) {
            read(reader.end(out));
        }
        flush();
    }

    /// One without its blank line: cut off, it is none.
    private boolean lastEvent(byte[] bytes, int from, int to) {
        Reading reading = reader.event(bytes, from, to, out);
        if (reading instanceof Reading.Failed(Failure.Unreadable unreadable)) {
            out.chunkFailed();
        } else {
            read(reading);
        }
        return false;
    }

    private void broken(Failure failure) {
        switch (state) {
            case WAITING -> {
                close();
                upstream.reset();
                answering.beforeCommit().accept(failure);
            }
            case RELAYING ->
                endBehindWhatWaits(new End(Outcome.UPSTREAM_FAILED, Frames.error(told(failure)), false, false));
            case DRAINING -> end(CANCELLED);
            case ENDED -> upstream.ended();
        }
    }

    private static ServiceError told(Failure failure) {
        return failure instanceof Failure.TimedOut
                ? new ServiceError(ErrorCode.UPSTREAM_TIMEOUT, "The provider fell silent.")
                : new ServiceError(ErrorCode.UPSTREAM_ERROR, "The provider's stream broke off.");
    }

    private void clientGone() {
        if (state == State.ENDED || state == State.DRAINING) {
            return;
        }
        gate.forget();
        boolean drains = answering.target().provider().onClientGone() == OnClientGone.DRAIN;
        if (drains && state == State.RELAYING && ending == null) {
            state = State.DRAINING;
            drainUntilNanos = System.nanoTime() + relays.config().drain().toNanos();
            out.forgetWaiting();
            answering.upstream().resume();
        } else {
            end(CANCELLED);
        }
    }

    private void look(long now) {
        if (heard) {
            heard = false;
            lastHeardNanos = now;
        }
        if (told) {
            told = false;
            lastToldNanos = now;
        }
        switch (state) {
            case WAITING, RELAYING -> lookAtBoth(now);
            case DRAINING -> {
                if (now - drainUntilNanos > 0 || silent(now)) {
                    end(CANCELLED);
                }
            }
            case ENDED -> upstream.look(now);
        }
    }

    private void lookAtBoth(long now) {
        if (gate.isWaiting()) {
            if (gate.waitedNanos(now) > relays.config().creditWait().toNanos()) {
                stop(CreditGate.unavailable());
            }
        } else if (silent(now)) {
            if (client.writeQueueFull()) {
                // The client has read nothing for as long as a provider may be silent: it is as good as gone.
                client.reset();
                clientGone();
            } else {
                broken(new Failure.TimedOut());
            }
        } else if (state == State.RELAYING
                && !client.writeQueueFull()
                && now - lastToldNanos > relays.config().keepAlive().toNanos()) {
            client.write(Frames.KEEP_ALIVE);
            told = true;
        }
    }

    /// Before the first event the time for the first byte counts, after it the time between two.
    private boolean silent(long now) {
        long limit = state == State.WAITING
                ? answering.target().timeouts().firstByte()
                : answering.target().timeouts().idle();
        return now - lastHeardNanos > limit * NANOS_PER_MILLI;
    }

    private void endBehindWhatWaits(End end) {
        if (gate.isWaiting()) {
            ending = ending == null ? end : ending;
        } else {
            end(end);
        }
    }

    private void end(End end) {
        if (state == State.ENDED) {
            return;
        }
        flush();
        boolean clientThere = state == State.RELAYING && !client.closed();
        out.forgetWaiting();
        close();
        if (end.whole()) {
            upstream.await();
        } else {
            upstream.reset();
        }
        answering.finish().ended(ended(end)).onComplete(kept -> {
            if (clientThere && !client.closed()) {
                if (kept.succeeded()) {
                    client.end(end.last());
                } else {
                    relays.metrics().cut.increment();
                    client.reset();
                }
            }
        });
    }

    private Ending ended(End end) {
        ProviderUsage usage = reader.usage();
        // Of a complete answer the provider's count is taken, where there is one.
        long delivered = end.outcome() == Outcome.COMPLETED && usage != null ? text.likely() : text.exact();
        return new Ending(end.outcome(), usage, delivered, firstByteMillis, end.healthy());
    }

    /// Whoever is first tells the end: a reset calls the handlers at once.
    private void close() {
        state = State.ENDED;
        gate.forget();
        client.closeHandler(null);
        client.exceptionHandler(null);
        client.drainHandler(null);
    }
}
