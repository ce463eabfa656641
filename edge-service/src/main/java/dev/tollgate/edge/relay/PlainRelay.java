package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.JsonSkim;
import dev.tollgate.edge.provider.spi.PlainAnswer;
import io.vertx.core.buffer.Buffer;

/// Relays an answer that is one JSON object: held whole up to its limit, skimmed, and sent with the public model
/// name.
public final class PlainRelay {
    private static final int BYTES_PER_TOKEN = 4;

    private final Answering answering;
    private final long max;
    private final Buffer body = Buffer.buffer();
    private boolean over;

    private PlainRelay(Answering answering) {
        this.answering = answering;
        this.max = answering.config().plainMax().asLongValue();
    }

    /// Starts to read; the upstream response must not have been resumed yet.
    public static void start(Answering answering) {
        PlainRelay relay = new PlainRelay(answering);
        answering.upstream().handler(relay::add);
        answering.upstream().exceptionHandler(failure -> relay.fail(new Failure.Broken("reset")));
        answering.upstream().endHandler(nothing -> relay.end());
        answering.client().closeHandler(nothing -> relay.clientGone());
        long timer = answering
                .vertx()
                .setTimer(answering.target().timeouts().plain(), tick -> relay.fail(new Failure.TimedOut()));
        relay.timer = timer;
        answering.upstream().resume();
    }

    private long timer;

    private void add(Buffer chunk) {
        if (over) {
            return;
        }
        if (body.length() + (long) chunk.length() > max) {
            fail(new Failure.Unreadable());
        } else {
            body.appendBuffer(chunk);
        }
    }

    private void fail(Failure failure) {
        if (take()) {
            answering.upstreamRequest().reset();
            answering.beforeCommit().accept(failure);
        }
    }

    /// A plain answer is charged whole or not at all: before it is here, nothing was delivered.
    private void clientGone() {
        if (take()) {
            answering.upstreamRequest().reset();
            answering.finish().ended(new Ending(Outcome.CANCELLED, null, 0, null, true));
        }
    }

    private void end() {
        if (!take()) {
            return;
        }
        switch (answering.adapter().plain(body.getBytes())) {
            case PlainAnswer.Failed(Failure failure) -> answering.beforeCommit().accept(failure);
            case PlainAnswer.Understood understood -> deliver(understood);
        }
    }

    private boolean take() {
        if (over) {
            return false;
        }
        over = true;
        answering.vertx().cancelTimer(timer);
        answering.client().closeHandler(null);
        return true;
    }

    private void deliver(PlainAnswer.Understood understood) {
        long delivered = (understood.skim().textBytes() + BYTES_PER_TOKEN - 1L) / BYTES_PER_TOKEN;
        Ending ending = new Ending(Outcome.COMPLETED, understood.usage(), delivered, answering.elapsedMillis(), true);
        Buffer answer = named(understood.skim());
        answering.finish().ended(ending).onComplete(kept -> {
            if (!answering.client().closed()) {
                answering.commit("application/json");
                answering.client().end(answer);
            }
        });
    }

    private Buffer named(JsonSkim skim) {
        if (!skim.hasModel()) {
            return body;
        }
        byte[] name = Frames.quoted(answering.publicModel());
        return Buffer.buffer(body.length() + name.length)
                .appendBuffer(body, 0, skim.modelStart())
                .appendBytes(name)
                .appendBuffer(body, skim.modelEnd(), body.length() - skim.modelEnd());
    }
}
