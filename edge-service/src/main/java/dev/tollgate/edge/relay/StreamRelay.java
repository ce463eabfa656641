package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/// Relays an event stream. Commits at the first real event; until then a failure may fall back, after it the stream
/// ends with an error frame and no `[DONE]`. Everything happens on the request's event loop.
final class StreamRelay implements Relay, EventFeed.Listener {
    private enum State {
        WAITING,
        RELAYING,
        DRAINING,
        ENDED
    }

    private final Relays relays;
    private final Answering answering;
    private final AnswerReader reader;
    private final HttpServerResponse client;
    private final DeliveredText text;
    private final Outgoing out;
    private final EventFeed feed;
    private final CreditGate gate;
    private final Silence silence = new Silence();
    private final UpstreamEnd upstream;
    private final Context context;
    private State state = State.WAITING;
    private boolean flushing;
    /// How it ends once what waits for credit has gone.
    private @Nullable StreamEnd ending;
    private @Nullable Long firstByteMillis;
    private long drainUntilNanos;

    StreamRelay(Relays relays, Answering answering) {
        this.relays = relays;
        this.answering = answering;
        this.reader = answering.reader();
        this.client = answering.client();
        this.text = relays.text(answering);
        this.out = new Outgoing(text, this::chunkComplete);
        this.feed = new EventFeed(relays.splitter(answering), reader, out, this);
        this.gate = new CreditGate(answering.hooks(), text, this::creditCame, this::stop);
        this.upstream = new UpstreamEnd(answering, relays, relays.rounds().enter(this::look));
        this.context = relays.context();
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

    @Override
    public boolean interrupt(Outcome outcome, ServiceError error) {
        if (state == State.WAITING) {
            close();
            upstream.reset();
            return true;
        }
        end(state == State.DRAINING ? StreamEnd.CANCELLED : StreamEnd.interrupted(outcome, error, answering));
        return false;
    }

    private void packet(Buffer bytes) {
        silence.heard();
        if (isOpen()) {
            feed.packet(bytes);
            flushSoon();
        }
    }

    /// Behind whatever else the event loop has read by now: the chunks of one read are one write.
    private void flushSoon() {
        if (!flushing && out.hasReady()) {
            flushing = true;
            context.runOnContext(_ -> {
                flushing = false;
                flush();
            });
        }
    }

    @Override
    public boolean isOpen() {
        return ending == null && state != State.ENDED;
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
            Buffer taken = out.take();
            answering.hooks().wrote(taken);
            client.write(taken);
            silence.told();
            answering.hooks().delivered(text.likely());
            if (client.writeQueueFull()) {
                answering.upstream().pause();
            }
        }
    }

    /// Reads on when neither the client nor credit holds it back.
    private void flow() {
        silence.heard();
        if (state != State.ENDED && !gate.isWaiting() && !client.writeQueueFull()) {
            answering.upstream().resume();
        }
    }

    private void stop(ServiceError error) {
        end(StreamEnd.interrupted(Outcome.CREDIT_EXHAUSTED, error, answering));
    }

    @Override
    public void complete() {
        switch (state) {
            case WAITING -> broken(new Failure.Unreadable());
            case RELAYING -> endBehindWhatWaits(StreamEnd.completed(reader));
            case DRAINING -> end(StreamEnd.DRAINED);
            case ENDED -> {}
        }
    }

    private void upstreamEnded() {
        upstream.ended();
        if (isOpen()) {
            feed.end();
            flush();
        }
    }

    @Override
    public void broken(Failure failure) {
        switch (state) {
            case WAITING -> {
                close();
                upstream.reset();
                answering.beforeCommit().accept(failure);
            }
            case RELAYING -> endBehindWhatWaits(StreamEnd.brokenOff(failure, answering));
            case DRAINING -> end(StreamEnd.CANCELLED);
            case ENDED -> upstream.ended();
        }
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
            end(StreamEnd.CANCELLED);
        }
    }

    private void look(long now) {
        silence.at(now);
        switch (state) {
            case WAITING, RELAYING -> lookAtBoth(now);
            case DRAINING -> {
                if (now - drainUntilNanos > 0 || silent(now)) {
                    end(StreamEnd.CANCELLED);
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
                && silence.toClient(now, relays.config().keepAlive())) {
            client.write(Frames.KEEP_ALIVE);
            silence.told();
        }
    }

    /// Before the first event the time for the first byte counts, after it the time between two.
    private boolean silent(long now) {
        Timeouts limits = answering.target().timeouts();
        return silence.ofProvider(now, state == State.WAITING ? limits.firstByte() : limits.idle());
    }

    private void endBehindWhatWaits(StreamEnd end) {
        if (gate.isWaiting()) {
            ending = ending == null ? end : ending;
        } else {
            end(end);
        }
    }

    private void end(StreamEnd end) {
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
        if (end.outcome() == Outcome.COMPLETED) {
            answering.hooks().wrote(end.last());
        }
        Future<Void> kept = answering.finish().ended(ended(end));
        if (clientThere) {
            LastByte.when(kept, client, relays.metrics(), () -> client.end(end.last()));
        }
    }

    private Ending ended(StreamEnd end) {
        Quantities usage = reader.usage();
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
