package dev.tollgate.edge.relay;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/// Cuts a byte stream into server-sent events (the WHATWG event stream format): lines end with CR, LF or CRLF,
/// comments and other fields are passed over. An event's `data` lines are joined by a space, not by LF: between
/// JSON's tokens it means the same, and the event may be passed on as one line. Bytes are never decoded, so that a
/// packet may end in the middle of a character.
final class SseSplitter {
    /// Base64 images make long lines.
    private static final int EVENT_MAX = 16 * 1024 * 1024;

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

    /// Takes each event's data.
    interface Sink {
        /// @return false to hear no more
        boolean event(byte[] bytes, int from, int to);
    }

    private byte[] held = new byte[1024];
    private int length;
    private int lineStart;
    private int scanned;
    private boolean afterCarriageReturn;
    private byte[] data = new byte[0];
    private int dataLength;
    private boolean hasData;

    /// @return false when an event is larger than we take
    boolean feed(Buffer chunk, Sink sink) {
        append(chunk);
        while (scanned < length) {
            byte b = held[scanned++];
            if (b == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
                lineStart = scanned;
            } else if (b == '\n' || b == '\r') {
                afterCarriageReturn = b == '\r';
                if (!line(lineStart, scanned - 1, sink)) {
                    return true;
                }
                lineStart = scanned;
            } else {
                afterCarriageReturn = false;
            }
        }
        compact();
        return length <= EVENT_MAX && dataLength <= EVENT_MAX;
    }

    private void append(Buffer chunk) {
        int needed = length + chunk.length();
        if (needed > held.length) {
            held = Arrays.copyOf(held, Math.max(needed, held.length * 2));
        }
        chunk.getBytes(0, chunk.length(), held, length);
        length = needed;
    }

    private boolean line(int from, int to, Sink sink) {
        if (from == to) {
            return dispatch(sink);
        }
        if (to - from >= DATA.length && Arrays.equals(held, from, from + DATA.length, DATA, 0, DATA.length)) {
            int start = from + DATA.length;
            addData(start < to && held[start] == ' ' ? start + 1 : start, to);
        }
        return true;
    }

    private void addData(int from, int to) {
        int needed = dataLength + (hasData ? 1 : 0) + to - from;
        if (needed > data.length) {
            data = Arrays.copyOf(data, Math.max(needed, data.length * 2));
        }
        if (hasData) {
            data[dataLength++] = ' ';
        }
        System.arraycopy(held, from, data, dataLength, to - from);
        dataLength = needed;
        hasData = true;
    }

    private boolean dispatch(Sink sink) {
        boolean more = !hasData || sink.event(data, 0, dataLength);
        hasData = false;
        dataLength = 0;
        return more;
    }

    private void compact() {
        if (lineStart == 0) {
            // A line of megabytes comes in many packets: it must not be moved with each.
            return;
        }
        int rest = length - lineStart;
        System.arraycopy(held, lineStart, held, 0, rest);
        scanned -= lineStart;
        length = rest;
        lineStart = 0;
    }
}
