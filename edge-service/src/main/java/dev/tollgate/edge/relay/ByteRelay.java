package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/// Relays bytes as they come, whatever they are. Commits at the first of them; until then a failure may fall back.
/// Afterwards there is no way to tell an error in them, so that an answer which breaks off, is revoked or outruns
/// its credit ends with its connection cut: nobody takes it for whole. Everything happens on the request's event
/// loop.
///
/// The last byte that has come is always held back, as it may be the answer's last (rules 18); no other is, unless
/// credit makes it wait.
final class ByteRelay implements Relay {
    private enum State {
        WAITING,
        RELAYING,
        ENDED
    }

    private final Relays relays;
    private final Answering answering;
    private final AnswerReader reader;
    private final HttpServerResponse client;
    private final DeliveredText counted;
    private final CreditGate gate;
    private final Silence silence = new Silence();
    private final UpstreamEnd upstream;
    private State state = State.WAITING;
    /// Came, and not handed on: one byte, or what waits for credit.
    private Buffer held = Buffer.buffer();
    private long came;
    private long tokens;
    private boolean complete;
    private @Nullable Long firstByteMillis;

    ByteRelay(Relays relays, Answering answering) {
        this.relays = relays;
        this.answering = answering;
        this.reader = answering.reader();
        this.client = answering.client();
        this.counted = relays.text(answering);
        this.gate = new CreditGate(answering.hooks(), counted, this::creditCame, this::stop);
        this.upstream = new UpstreamEnd(answering, relays, relays.rounds().enter(this::look));
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
        cut(outcome, true);
        return false;
    }

    private void packet(Buffer bytes) {
        silence.heard();
        if (state == State.ENDED || bytes.length() == 0) {
            return;
        }
        if (state == State.WAITING) {
            commit();
        }
        came += bytes.length();
        held = held.length() == 0
                ? bytes
                : Buffer.buffer(held.length() + bytes.length())
                        .appendBuffer(held)
                        .appendBuffer(bytes);
        long now = reader.tokens(came);
        counted.add(now - tokens);
        counted.chunkComplete();
        tokens = now;
        if (gate.asks()) {
            handOn();
        } else if (gate.isWaiting()) {
            answering.upstream().pause();
        }
    }

    private void commit() {
        state = State.RELAYING;
        firstByteMillis = answering.elapsedMillis();
        answering.commit(reader.contentType());
        client.putHeader("Cache-Control", "no-cache")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
    }

    /// All but the last byte.
    private void handOn() {
        int last = held.length() - 1;
        if (last > 0) {
            client.write(held.getBuffer(0, last));
            held = held.getBuffer(last, last + 1);
        }
        counted.deliver();
        answering.hooks().delivered(counted.likely());
        if (client.writeQueueFull()) {
            answering.upstream().pause();
        }
    }

    private void creditCame() {
        handOn();
        if (complete) {
            end();
        } else {
            flow();
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
        cut(Outcome.CREDIT_EXHAUSTED, true);
    }

    private void upstreamEnded() {
        upstream.ended();
        switch (state) {
            case WAITING -> broken(new Failure.Unreadable());
            case RELAYING -> {
                complete = true;
                if (!gate.isWaiting()) {
                    end();
                }
            }
            case ENDED -> {}
        }
    }

    private void broken(Failure failure) {
        switch (state) {
            case WAITING -> {
                close();
                upstream.reset();
                answering.beforeCommit().accept(failure);
            }
            case RELAYING -> cut(Outcome.UPSTREAM_FAILED, false);
            case ENDED -> upstream.ended();
        }
    }

    /// There is no usage to wait for, so that nothing is drained, whatever the provider's policy is.
    private void clientGone() {
        if (state != State.ENDED) {
            close();
            upstream.reset();
            report(Outcome.CANCELLED, true);
        }
    }

    private void look(long now) {
        silence.at(now);
        switch (state) {
            case WAITING, RELAYING -> lookAtBoth(now);
            case ENDED -> upstream.look(now);
        }
    }

    private void lookAtBoth(long now) {
        Timeouts limits = answering.target().timeouts();
        if (gate.isWaiting()) {
            if (gate.waitedNanos(now) > relays.config().creditWait().toNanos()) {
                stop(CreditGate.unavailable());
            }
        } else if (silence.ofProvider(now, state == State.WAITING ? limits.firstByte() : limits.idle())) {
            if (client.writeQueueFull()) {
                // The client has read nothing for as long as a provider may be silent: it is as good as gone.
                client.reset();
                clientGone();
            } else {
                broken(new Failure.TimedOut());
            }
        }
    }

    private void end() {
        if (state == State.ENDED) {
            return;
        }
        close();
        upstream.await();
        Buffer last = held;
        LastByte.when(report(Outcome.COMPLETED, true), client, relays.metrics(), () -> client.end(last));
    }

    /// @param healthy the provider did its part
    private void cut(Outcome outcome, boolean healthy) {
        if (state == State.ENDED) {
            return;
        }
        counted.forgetWaiting();
        close();
        upstream.reset();
        report(outcome, healthy).onComplete(kept -> {
            if (!client.closed()) {
                client.reset();
            }
        });
    }

    private Future<Void> report(Outcome outcome, boolean healthy) {
        return answering.finish().ended(new Ending(outcome, reader.usage(), counted.exact(), firstByteMillis, healthy));
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
