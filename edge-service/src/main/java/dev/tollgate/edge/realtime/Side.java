package dev.tollgate.edge.realtime;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import org.jspecify.annotations.Nullable;

/// One end of a session: reads while nobody holds it, and makes the other end wait while it is slow.
final class Side {
    private static final int SILENT_PINGS = 3;
    private static final Buffer PING = Buffer.buffer();

    private final WebSocketBase socket;
    private int holds;
    private @Nullable Side waiting;
    private long heardNanos = System.nanoTime();
    private long pingedNanos = heardNanos;

    Side(WebSocketBase socket) {
        this.socket = socket;
        socket.pongHandler(pong -> heard());
    }

    WebSocketBase socket() {
        return socket;
    }

    void heard() {
        heardNanos = System.nanoTime();
    }

    /// No further message is read until as many [#free] as holds.
    void hold() {
        if (holds++ == 0) {
            socket.pause();
        }
    }

    void free() {
        if (--holds == 0) {
            heard();
            socket.resume();
        }
    }

    /// No further message is read until this completes.
    void holdUntil(Future<?> done) {
        if (!done.isComplete()) {
            hold();
            done.onComplete(any -> free());
        }
    }

    /// Sends a message; while this end takes no more, the one that it came from is not read.
    void send(String message, Side from) {
        if (socket.isClosed()) {
            return;
        }
        socket.writeTextMessage(message);
        if (waiting == null && socket.writeQueueFull()) {
            waiting = from;
            from.hold();
            socket.drainHandler(drained -> letGo());
        }
    }

    /// Whoever waited for this end no longer does.
    void letGo() {
        Side from = waiting;
        if (from != null) {
            waiting = null;
            from.free();
        }
    }

    /// Sends what comes from nobody.
    void tell(String message) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(message);
        }
    }

    void close(int code, String reason) {
        if (!socket.isClosed()) {
            socket.close((short) code, reason);
        }
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    /// Pings when it is time; an end that is not read from cannot be heard, and is not judged.
    ///
    /// @return whether it is gone
    boolean ping(long now, long intervalNanos) {
        if (socket.isClosed()) {
            return true;
        }
        if (now - pingedNanos >= intervalNanos) {
            pingedNanos = now;
            socket.writePing(PING);
        }
        return holds == 0 && now - heardNanos > SILENT_PINGS * intervalNanos;
    }
}
