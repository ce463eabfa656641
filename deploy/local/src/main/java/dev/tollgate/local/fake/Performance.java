package dev.tollgate.local.fake;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;

/// Plays one reply: paced, with back-pressure, and with the script's fault at its place.
final class Performance {

    private static final long SLOW_HEADERS_MILLIS = 3_000;
    private static final Buffer GARBAGE = Buffer.buffer("<html>not JSON");
    private static final Buffer GARBAGE_EVENTS = Buffer.buffer("data: {not json\n\ndata: [DONE]\n\n");

    private final Exchange exchange;
    private final HttpServerResponse response;
    private final Script script;
    private final Reply reply;
    private final Queue<Buffer> cut = new ArrayDeque<>();
    private int written;

    Performance(Exchange exchange, Script script, Reply reply) {
        this.exchange = exchange;
        this.response = exchange.response();
        this.script = script;
        this.reply = reply;
    }

    void begin() {
        switch (script.fault()) {
            case RESET -> exchange.reset();
            case STALL -> {}
            case SLOW_HEADERS -> later(SLOW_HEADERS_MILLIS, this::answer);
            case null, default -> answer();
        }
    }

    private void answer() {
        if (exchange.isEnded()) {
            return;
        }
        exchange.entry().answered(200);
        response.putHeader("content-type", reply.contentType());
        switch (reply) {
            case Reply.Whole whole -> whole(whole);
            case Reply.Parts parts -> parts(parts);
        }
    }

    private void whole(Reply.Whole whole) {
        Buffer body =
                switch (script.fault()) {
                    case BAD_JSON -> GARBAGE;
                    case ERROR_FRAME -> whole.error();
                    case null, default -> whole.body();
                };
        long wait = script.fault() == null ? script.paceMillis() * whole.units() : 0;
        if (wait == 0) {
            send(body);
        } else {
            later(wait, () -> send(body));
        }
    }

    private void send(Buffer body) {
        if (exchange.isEnded()) {
            return;
        }
        Fault fault = script.fault();
        if (fault != Fault.RESET_MID && fault != Fault.STALL_MID && fault != Fault.UTF8_SPLIT) {
            exchange.end(body);
            return;
        }
        response.putHeader("content-length", Integer.toString(body.length()));
        int half = fault == Fault.UTF8_SPLIT ? SplitCharacters.afterLeadByte(body) : body.length() / 2;
        response.write(body.slice(0, half)).onSuccess(sent -> {
            if (fault == Fault.RESET_MID) {
                exchange.reset();
            } else if (fault == Fault.UTF8_SPLIT) {
                later(script.paceMillis(), () -> exchange.end(body.slice(half, body.length())));
            }
        });
    }

    private void parts(Reply.Parts parts) {
        response.setChunked(true).putHeader("cache-control", "no-cache");
        if (script.fault() == Fault.BAD_JSON) {
            exchange.end(parts.contentType().equals(Reply.EVENTS) ? GARBAGE_EVENTS : GARBAGE);
            return;
        }
        pump(parts);
    }

    private void pump(Reply.Parts parts) {
        while (!exchange.isEnded()) {
            if (written == parts.beforeFault() && faultIsDue(parts)) {
                return;
            }
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> pump(parts));
                return;
            }
            Buffer piece = next(parts.pieces());
            if (cut.isEmpty() && !parts.pieces().hasNext()) {
                last(piece);
                return;
            }
            written++;
            exchange.entry().wroteChunk();
            response.write(piece);
            if (script.paceMillis() > 0) {
                later(script.paceMillis(), () -> pump(parts));
                return;
            }
        }
    }

    private Buffer next(Iterator<Buffer> pieces) {
        if (cut.isEmpty()) {
            Buffer piece = pieces.next();
            cut.addAll(script.fault() == Fault.UTF8_SPLIT ? SplitCharacters.split(piece) : List.of(piece));
        }
        return cut.remove();
    }

    private void last(Buffer piece) {
        if (script.fault() == Fault.NO_DONE) {
            exchange.end(Buffer.buffer());
            return;
        }
        exchange.entry().wroteChunk();
        exchange.end(piece);
    }

    /// Whether the fault in the middle has ended it.
    private boolean faultIsDue(Reply.Parts parts) {
        return switch (script.fault()) {
            case RESET_MID -> {
                exchange.reset();
                yield true;
            }
            case ERROR_FRAME -> {
                exchange.end(parts.error());
                yield true;
            }
            case STALL_MID -> true;
            case null, default -> false;
        };
    }

    private void later(long millis, Runnable task) {
        exchange.stage().vertx().setTimer(millis, due -> task.run());
    }
}
