package dev.tollgate.local.demo;

import dev.tollgate.local.demo.RequestLog.Entry;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Iterator;
import java.util.stream.Stream;

/// Plays one answer: paced, with back-pressure, and with the model's fault at its place.
final class Performance {

    private static final long SLOW_HEADERS_MILLIS = 3_000;
    private static final int FRAMES_BEFORE_FAULT = 6;
    private static final Rejection MID_ERROR =
            new Rejection(500, "The server had an error while processing your request.", "server_error", null, null);

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final DemoModel model;
    private final CompletionJson json;
    private final Entry entry;
    private Iterator<Buffer> frames = Stream.<Buffer>empty().iterator();
    private int written;

    Performance(Vertx vertx, HttpServerRequest request, DemoModel model, CompletionJson json, Entry entry) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.model = model;
        this.json = json;
        this.entry = entry;
    }

    void begin() {
        switch (model.fault()) {
            case RESET -> reset();
            case STALL -> {}
            case SLOW_HEADERS -> vertx.setTimer(SLOW_HEADERS_MILLIS, late -> answer());
            case null, default -> answer();
        }
    }

    private void answer() {
        if (entry.isEnded()) {
            return;
        }
        entry.answered(200);
        if (json.request().stream()) {
            stream();
        } else {
            plain();
        }
    }

    private void plain() {
        Buffer whole = Buffer.buffer(model.fault() == Fault.BAD_JSON ? "<html>not JSON" : plainText());
        long wait = model.fault() == null
                ? model.paceMillis() * json.answer().words().size()
                : 0;
        response.putHeader("content-type", "application/json");
        if (wait == 0) {
            send(whole);
        } else {
            vertx.setTimer(wait, due -> send(whole));
        }
    }

    private String plainText() {
        return model.fault() == Fault.ERROR_FRAME
                ? MID_ERROR.toJson().toString()
                : json.completion().toString();
    }

    private void send(Buffer whole) {
        if (entry.isEnded()) {
            return;
        }
        Fault fault = model.fault();
        if (fault != Fault.RESET_MID && fault != Fault.STALL_MID && fault != Fault.UTF8_SPLIT) {
            end(whole);
            return;
        }
        response.putHeader("content-length", Integer.toString(whole.length()));
        int half = fault == Fault.UTF8_SPLIT ? afterLeadByte(whole) : whole.length() / 2;
        response.write(whole.slice(0, half)).onSuccess(sent -> {
            if (fault == Fault.RESET_MID) {
                reset();
            } else if (fault == Fault.UTF8_SPLIT) {
                vertx.setTimer(model.paceMillis(), due -> end(whole.slice(half, whole.length())));
            }
        });
    }

    private void stream() {
        response.setChunked(true)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-cache");
        Stream<String> text =
                model.fault() == Fault.BAD_JSON ? Stream.of("data: {not json\n\n", CompletionJson.DONE) : json.frames();
        frames = model.fault() == Fault.UTF8_SPLIT
                ? text.flatMap(frame -> cutInsideCharacters(Buffer.buffer(frame)))
                        .iterator()
                : text.map(Buffer::buffer).iterator();
        pump();
    }

    private void pump() {
        while (!entry.isEnded()) {
            if (written == FRAMES_BEFORE_FAULT && faultIsDue()) {
                return;
            }
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> pump());
                return;
            }
            Buffer frame = frames.next();
            if (!frames.hasNext()) {
                last(frame);
                return;
            }
            written++;
            entry.wroteChunk();
            response.write(frame);
            if (model.paceMillis() > 0) {
                vertx.setTimer(model.paceMillis(), due -> pump());
                return;
            }
        }
    }

    /// The final frame is `[DONE]`: some faults leave it out.
    private void last(Buffer frame) {
        if (model.fault() == Fault.NO_DONE) {
            end(Buffer.buffer());
            return;
        }
        entry.wroteChunk();
        end(frame);
    }

    /// Whether the fault in the middle of a stream has ended it.
    private boolean faultIsDue() {
        return switch (model.fault()) {
            case RESET_MID -> {
                reset();
                yield true;
            }
            case ERROR_FRAME -> {
                end(Buffer.buffer(CompletionJson.frame(MID_ERROR.toJson())));
                yield true;
            }
            case STALL_MID -> true;
            case null, default -> false;
        };
    }

    private void end(Buffer rest) {
        if (entry.isEnded()) {
            return;
        }
        entry.completed();
        response.end(rest);
    }

    /// Closes with a TCP reset, not with an orderly end.
    private void reset() {
        entry.completed();
        HttpConnection connection = request.connection();
        if (connection instanceof ConnectionBase base) {
            base.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        connection.close();
    }

    private static int afterLeadByte(Buffer bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (isLeadByte(bytes.getByte(i))) {
                return i + 1;
            }
        }
        return bytes.length();
    }

    private static Stream<Buffer> cutInsideCharacters(Buffer frame) {
        Stream.Builder<Buffer> pieces = Stream.builder();
        int from = 0;
        for (int i = 0; i < frame.length(); i++) {
            if (isLeadByte(frame.getByte(i))) {
                pieces.add(frame.slice(from, i + 1));
                from = i + 1;
            }
        }
        return pieces.add(frame.slice(from, frame.length())).build();
    }

    /// The first byte of a character of several bytes.
    private static boolean isLeadByte(byte b) {
        return (b & 0xC0) == 0xC0;
    }
}
