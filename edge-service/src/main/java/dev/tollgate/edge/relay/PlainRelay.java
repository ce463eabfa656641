package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Relays an answer that is one JSON object: held whole up to its limit, read, and sent at once when it is in the
/// books. Until then nothing has gone to the client, so that every failure may fall back.
final class PlainRelay implements Relay, AnswerWriter {
    private static final int FIRST = 8 * 1024;
    private static final int NAME_ROOM = 64;
    private static final long RETRY_SOON_MILLIS = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Relays relays;
    private final Answering answering;
    private final HttpServerResponse client;
    private final DeliveredText text;
    private final Rounds.Place place;
    private final boolean streamAsked;
    private final long max;
    private final long untilNanos;
    private byte[] held;
    private int length;
    private Buffer answer = Buffer.buffer(0);
    private boolean over;

    /// @param streamAsked a stream was asked for: only an error is understood
    PlainRelay(Relays relays, Answering answering, boolean streamAsked) {
        this.relays = relays;
        this.answering = answering;
        this.client = answering.client();
        this.streamAsked = streamAsked;
        this.max = relays.config().plainMax().asLongValue();
        this.text = relays.text(answering);
        this.held = new byte[expected(answering.upstream().getHeader("Content-Length"))];
        this.untilNanos = System.nanoTime() + answering.target().timeouts().plain() * NANOS_PER_MILLI;
        this.place = relays.rounds().enter(this::look);
    }

    void start() {
        answering.upstream().handler(this::add);
        answering.upstream().exceptionHandler(failure -> fail(new Failure.Broken("reset")));
        answering.upstream().endHandler(nothing -> upstreamEnded());
        client.closeHandler(nothing -> clientGone());
        answering.upstream().resume();
    }

    @Override
    public boolean interrupt(Outcome outcome, ServiceError error) {
        if (!take()) {
            return false;
        }
        answering.upstreamRequest().reset();
        return true;
    }

    /// A length that is told saves growing; one that is a lie must not cost memory.
    private static int expected(@Nullable String contentLength) {
        if (contentLength == null || contentLength.length() > 6) {
            return FIRST;
        }
        try {
            return Math.max(0, Integer.parseInt(contentLength));
        } catch (NumberFormatException e) {
            return FIRST;
        }
    }

    private void add(Buffer chunk) {
        int needed = length + chunk.length();
        if (over || needed > max) {
            fail(new Failure.Unreadable());
            return;
        }
        if (needed > held.length) {
            held = Arrays.copyOf(held, (int) Math.min(max, Math.max(needed, held.length * 2L)));
        }
        chunk.getBytes(0, chunk.length(), held, length);
        length = needed;
    }

    private void look(long now) {
        if (now - untilNanos > 0) {
            fail(new Failure.TimedOut());
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

    private void upstreamEnded() {
        if (!take()) {
            return;
        }
        switch (answering.reader().whole(held, 0, length, this)) {
            case Reading.Failed(Failure failure) -> answering.beforeCommit().accept(failure);
            case Reading.More() -> answering.beforeCommit().accept(new Failure.Unreadable());
            case Reading.Done() -> {
                if (streamAsked) {
                    answering.beforeCommit().accept(new Failure.Unreadable());
                } else {
                    deliver();
                }
            }
        }
    }

    private boolean take() {
        if (over) {
            return false;
        }
        over = true;
        place.leave();
        client.closeHandler(null);
        return true;
    }

    private void deliver() {
        AnswerGuard guard = answering.hooks().guard();
        if (guard == null) {
            give();
            return;
        }
        guard.judge(answering.reader().contentType(), answer).onSuccess(judged -> {
            switch (judged) {
                case AnswerGuard.Judged.Passed(Buffer passed) -> {
                    answer = passed;
                    give();
                }
                case AnswerGuard.Judged.Refused(ServiceError error, boolean charged) -> refuse(error, charged);
            }
        });
    }

    private void give() {
        if (!(answering.reader() instanceof HeldStream)) {
            answering.hooks().answered(answering.reader().contentType(), answer);
        }
        LastByte.when(ended(Outcome.COMPLETED, 200), client, relays.metrics(), () -> {
            answering.commit(answering.reader().contentType());
            client.end(answer);
        });
    }

    /// The provider has done its part, and is paid for it either way.
    private void refuse(ServiceError error, boolean charged) {
        Future<Void> kept = ended(
                charged ? Outcome.COMPLETED : Outcome.REFUSED, error.code().status());
        LastByte.when(kept, client, relays.metrics(), () -> answering.refuse(error, charged ? 0 : RETRY_SOON_MILLIS));
    }

    private Future<Void> ended(Outcome outcome, int status) {
        Quantities usage = answering.reader().usage();
        text.deliver();
        long delivered = usage == null ? text.exact() : text.likely();
        return answering.finish().ended(new Ending(outcome, usage, delivered, answering.elapsedMillis(), true, status));
    }

    @Override
    public void begin() {
        answer = Buffer.buffer(length + NAME_ROOM);
    }

    @Override
    public void json(byte[] bytes, int from, int to) {
        answer.appendBytes(bytes, from, to - from);
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
        text.add(bytes, from, to);
    }

    @Override
    public void tokens(long tokens) {
        text.add(tokens);
    }

    @Override
    public void end() {
        text.chunkComplete();
    }
}
