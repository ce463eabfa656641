package dev.tollgate.edge.relay;

import dev.tollgate.edge.provider.spi.EventSplitter;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/// Cuts a byte stream into server-sent events (the WHATWG event stream format): lines end with CR, LF or CRLF,
/// comments and other fields are passed over. An event's `data` lines are joined by a space, not by LF: between
/// JSON's tokens it means the same, and the event may be passed on as one line. Bytes are never decoded, so that a
/// packet may end in the middle of a character.
final class SseSplitter implements EventSplitter {
    private static final int FIRST = 1024;
    private static final int KEPT_MAX = 64 * 1024;
    private static final int NONE = -1;

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

    private final long max;
    private byte[] held = new byte[FIRST];
    private int length;
    private int lineStart;
    private int scanned;
    private boolean afterCarriageReturn;

    /// The event's data: one line where it stands, or several joined; none while `dataStart` is negative.
    private int dataStart = NONE;
    private int dataEnd;
    private byte[] joined = new byte[0];
    private int joinedLength;

    /// @param max bytes of an event: base64 images make long lines
    SseSplitter(long max) {
        this.max = max;
    }

    @Override
    public boolean feed(Buffer chunk, Sink sink) {
        append(chunk);
        if (afterCarriageReturn && length > scanned) {
            skipLineFeed();
        }
        for (int end = lineEnd(); end < length; end = lineEnd()) {
            scanned = end + 1;
            boolean more = line(lineStart, end, sink);
            afterCarriageReturn = held[end] == '\r';
            if (afterCarriageReturn && length > scanned) {
                skipLineFeed();
            }
            lineStart = scanned;
            if (!more) {
                return true;
            }
        }
        scanned = length;
        compact();
        return length <= max && joinedLength <= max;
    }

    /// Hands out an event whose blank line, or line end, never came.
    @Override
    public void end(Sink sink) {
        if (lineStart == length || line(lineStart, length, sink)) {
            dispatch(sink);
        }
    }

    private void append(Buffer chunk) {
        int needed = length + chunk.length();
        if (needed > held.length) {
            held = Arrays.copyOf(held, Math.max(needed, held.length * 2));
        }
        chunk.getBytes(0, chunk.length(), held, length);
        length = needed;
    }

    /// The LF of a CRLF, which may come with the next packet.
    private void skipLineFeed() {
        afterCarriageReturn = false;
        if (held[scanned] == '\n') {
            scanned++;
            lineStart = scanned;
        }
    }

    /// Where the line ends, or `length`. Every byte of a stream passes here.
    private int lineEnd() {
        byte[] bytes = held;
        int to = length;
        int i = scanned;
        while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i;
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
        if (joinedLength > 0) {
            join(from, to);
        } else if (dataStart != NONE && dataEnd > dataStart) {
            join(dataStart, dataEnd);
            join(from, to);
        } else {
            dataStart = from;
            dataEnd = to;
        }
    }

    private void join(int from, int to) {
        int needed = joinedLength + 1 + to - from;
        if (needed > joined.length) {
            joined = Arrays.copyOf(joined, Math.max(needed, joined.length * 2));
        }
        if (joinedLength > 0) {
            joined[joinedLength++] = ' ';
        }
        System.arraycopy(held, from, joined, joinedLength, to - from);
        joinedLength += to - from;
    }

    /// Data that is empty is no event.
    private boolean dispatch(Sink sink) {
        boolean more = true;
        if (joinedLength > 0) {
            more = sink.event(joined, 0, joinedLength);
        } else if (dataStart != NONE && dataEnd > dataStart) {
            more = sink.event(held, dataStart, dataEnd);
        }
        dataStart = NONE;
        joinedLength = 0;
        if (joined.length > KEPT_MAX) {
            joined = new byte[0];
        }
        return more;
    }

    private void compact() {
        boolean holdsData = dataStart != NONE && joinedLength == 0;
        int keep = holdsData ? dataStart : lineStart;
        if (keep == 0) {
            // A line of megabytes comes in many packets: it must not be moved with each.
            return;
        }
        int rest = length - keep;
        byte[] kept = held.length > KEPT_MAX ? new byte[Math.max(FIRST, rest)] : held;
        System.arraycopy(held, keep, kept, 0, rest);
        held = kept;
        scanned -= keep;
        lineStart -= keep;
        length = rest;
        dataStart = holdsData ? 0 : NONE;
        dataEnd -= keep;
    }
}
