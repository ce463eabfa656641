package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.JsonSkim;
import dev.tollgate.edge.provider.spi.ProviderUsage;
import dev.tollgate.edge.provider.spi.StreamEvent;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// Relays an event stream. Commits at the first real event; until then a failure may fall back, after it the stream
/// ends with an error frame and no `[DONE]`. Everything happens on the request's event loop.
public final class StreamRelay {
    private static final int BYTES_PER_TOKEN = 4;
    private static final long TICK_MAX_MILLIS = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private enum State {
        WAITING,
        RELAYING,
        DRAINING,
        ENDED
    }

    private final Answering answering;
    private final SseSplitter splitter = new SseSplitter();
    private final byte[] model;
    private State state = State.WAITING;
    private Buffer out = Buffer.buffer();
    private @Nullable ProviderUsage usage;
    private @Nullable Long firstByteMillis;
    private long textBytes;
    private boolean finished;
    private boolean gated;
    private long lastUpstreamNanos = System.nanoTime();
    private long lastClientNanos = System.nanoTime();
    private long drainUntilNanos;
    private long timer;

    private StreamRelay(Answering answering) {
        this.answering = answering;
        this.model = Frames.quoted(answering.publicModel());
    }

    /// Starts to read; the upstream response must not have been resumed yet.
    public static void start(Answering answering) {
        StreamRelay relay = new StreamRelay(answering);
        answering.upstream().handler(relay::chunk);
        answering.upstream().exceptionHandler(failure -> relay.broken(new Failure.Broken("reset")));
        answering.upstream().endHandler(nothing -> relay.upstreamEnded());
        answering.client().closeHandler(nothing -> relay.clientGone());
        answering.client().exceptionHandler(failure -> relay.clientGone());
        answering.client().drainHandler(nothing -> relay.resume());
        long idle = answering.target().timeouts().idle();
        long keepAlive = answering.config().keepAlive().toMillis();
        long tick = Math.clamp(Math.min(idle, keepAlive) / 4, 10, TICK_MAX_MILLIS);
        relay.timer = answering.vertx().setPeriodic(tick, nothing -> relay.tick());
        answering.upstream().resume();
    }

    private void chunk(Buffer bytes) {
        if (state == State.ENDED) {
            return;
        }
        lastUpstreamNanos = System.nanoTime();
        if (!splitter.feed(bytes, this::event)) {
            broken(new Failure.Unreadable());
            return;
        }
        if (state == State.RELAYING) {
            flush();
            gate();
        }
    }

    private boolean event(byte[] bytes, int from, int to) {
        switch (answering.adapter().event(bytes, from, to)) {
            case StreamEvent.Done() -> complete();
            case StreamEvent.Failed(Failure failure) -> broken(failure);
            case StreamEvent.Chunk(ProviderUsage reported, JsonSkim skim) -> {
                if (reported != null) {
                    usage = reported;
                }
                finished |= skim.isFinished();
                textBytes += skim.textBytes();
                pass(bytes, from, to, skim);
            }
        }
        return state != State.ENDED;
    }

    /// A chunk without choices is for those who asked for usage; a provider's other empty ones are dropped.
    private void pass(byte[] bytes, int from, int to, JsonSkim skim) {
        if (!skim.hasFilledChoices() && !(answering.includeUsage() && skim.hasUsage())) {
            return;
        }
        if (state == State.DRAINING) {
            return;
        }
        if (state == State.WAITING) {
            commit();
        }
        out.appendBytes(Frames.DATA);
        if (skim.hasModel()) {
            out.appendBytes(bytes, from, skim.modelStart() - from)
                    .appendBytes(model)
                    .appendBytes(bytes, skim.modelEnd(), to - skim.modelEnd());
        } else {
            out.appendBytes(bytes, from, to - from);
        }
        out.appendBytes(Frames.END);
    }

    private void commit() {
        state = State.RELAYING;
        firstByteMillis = answering.elapsedMillis();
        answering.commit("text/event-stream; charset=utf-8");
        answering
                .client()
                .putHeader("Cache-Control", "no-cache")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
    }

    private void flush() {
        if (out.length() == 0) {
            return;
        }
        answering.client().write(out);
        out = Buffer.buffer();
        lastClientNanos = System.nanoTime();
        if (answering.client().writeQueueFull()) {
            answering.upstream().pause();
        }
    }

    private void resume() {
        lastUpstreamNanos = System.nanoTime();
        if (!gated && state != State.ENDED) {
            answering.upstream().resume();
        }
    }

    private void gate() {
        if (state == State.RELAYING) {
            obey(answering.hooks().delivered(delivered()));
        }
    }

    private void obey(Gate gate) {
        switch (gate) {
            case Gate.Go() -> {
                if (gated) {
                    gated = false;
                    if (!answering.client().writeQueueFull()) {
                        answering.upstream().resume();
                    }
                }
            }
            case Gate.Wait(var then) -> {
                gated = true;
                answering.upstream().pause();
                then.onSuccess(next -> {
                            if (state == State.RELAYING) {
                                obey(next);
                            }
                        })
                        .onFailure(failure -> stop(unavailable()));
            }
            case Gate.Stop(ServiceError error) -> stop(error);
        }
    }

    private static ServiceError unavailable() {
        return new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "Credit cannot be confirmed at the moment.");
    }

    private void stop(ServiceError error) {
        if (state == State.RELAYING) {
            end(Outcome.CREDIT_EXHAUSTED, Frames.error(error), true);
            answering.upstreamRequest().reset();
        }
    }

    private void complete() {
        if (state == State.WAITING) {
            broken(new Failure.Unreadable());
        } else if (state != State.ENDED) {
            end(state == State.DRAINING ? Outcome.CANCELLED : Outcome.COMPLETED, Frames.DONE, true);
        }
    }

    /// The end of the connection is a proper end only behind a finish reason; then `[DONE]` is ours to add.
    private void upstreamEnded() {
        if (finished && state != State.WAITING) {
            complete();
        } else {
            broken(new Failure.Broken("truncated"));
        }
    }

    private void broken(Failure failure) {
        switch (state) {
            case WAITING -> {
                close();
                answering.upstreamRequest().reset();
                answering.beforeCommit().accept(failure);
            }
            case RELAYING -> {
                ServiceError told = failure instanceof Failure.TimedOut
                        ? new ServiceError(ErrorCode.UPSTREAM_TIMEOUT, "The provider fell silent.")
                        : new ServiceError(ErrorCode.UPSTREAM_ERROR, "The provider's stream broke off.");
                end(Outcome.UPSTREAM_FAILED, Frames.error(told), false);
                answering.upstreamRequest().reset();
            }
            case DRAINING -> end(Outcome.CANCELLED, Frames.DONE, true);
            case ENDED -> {}
        }
    }

    private void clientGone() {
        if (state == State.ENDED || state == State.DRAINING) {
            return;
        }
        if (answering.target().provider().onClientGone() == OnClientGone.DRAIN && state == State.RELAYING) {
            state = State.DRAINING;
            drainUntilNanos = System.nanoTime() + answering.config().drain().toNanos();
            gated = false;
            answering.upstream().resume();
        } else {
            end(Outcome.CANCELLED, Frames.DONE, true);
            answering.upstreamRequest().reset();
        }
    }

    private void tick() {
        long now = System.nanoTime();
        if (state == State.DRAINING && now - drainUntilNanos > 0) {
            end(Outcome.CANCELLED, Frames.DONE, true);
            answering.upstreamRequest().reset();
        } else if (!gated && idle(now)) {
            if (answering.client().writeQueueFull()) {
                // The client has read nothing for as long as a provider may be silent: it is as good as gone.
                answering.client().reset();
                clientGone();
            } else {
                broken(new Failure.TimedOut());
            }
        } else if (state == State.RELAYING
                && !answering.client().writeQueueFull()
                && now - lastClientNanos > answering.config().keepAlive().toNanos()) {
            out.appendBuffer(Frames.KEEP_ALIVE);
            flush();
        }
    }

    /// Before the first event the time for the first byte counts, after it the time between two.
    private boolean idle(long now) {
        long limit = state == State.WAITING
                ? answering.target().timeouts().firstByte()
                : answering.target().timeouts().idle();
        return now - lastUpstreamNanos > limit * NANOS_PER_MILLI;
    }

    /// Comes before any reset of the upstream, which calls the handlers at once: whoever is first tells the end.
    private void end(Outcome outcome, Buffer last, boolean healthy) {
        if (state == State.ENDED) {
            return;
        }
        boolean clientThere = state == State.RELAYING && !answering.client().closed();
        if (clientThere) {
            flush();
        }
        close();
        Ending ending = new Ending(outcome, usage, delivered(), firstByteMillis, healthy);
        answering.finish().ended(ending).onComplete(kept -> {
            if (clientThere && !answering.client().closed()) {
                answering.client().end(last);
            }
        });
    }

    private void close() {
        state = State.ENDED;
        answering.vertx().cancelTimer(timer);
        answering.client().closeHandler(null);
        answering.client().exceptionHandler(null);
        answering.client().drainHandler(null);
    }

    private long delivered() {
        return (textBytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }
}
