package dev.tollgate.edge.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cuts a form into its parts as its bytes come, however they are cut. Keeps a part's head and what may be the
/// beginning of a boundary, and nothing else.
///
/// Strict (RFC 7578): each part begins behind `CRLF--boundary CRLF`, and without `CRLF--boundary--` the form is not
/// whole. Leaves by [dev.tollgate.edge.json.Invalid] at the first fault.
final class MultipartParser {
    /// Hears of the parts, one behind the other. What it is given is valid until it returns.
    interface Sink {
        void begin(PartHead head);

        void data(byte[] bytes, int from, int to);

        void end();
    }

    private enum State {
        PREAMBLE,
        /// Right behind a boundary: CRLF, or `--` for the last.
        BEHIND_BOUNDARY,
        HEAD,
        DATA,
        EPILOGUE
    }

    private static final int HEAD_MAX = 8 * 1024;
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    /// `CRLF--boundary`.
    private final byte[] delimiter;
    private final int partsMax;
    private final Sink sink;
    private State state = State.PREAMBLE;
    private int parts;
    /// Not yet understood, from packet to packet.
    private byte[] held = new byte[0];

    MultipartParser(String boundary, int partsMax, Sink sink) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        this.partsMax = partsMax;
        this.sink = sink;
        // The first boundary need not have a line before it.
        this.held = new byte[] {'\r', '\n'};
    }

    void feed(byte[] bytes) {
        byte[] all = bytes;
        if (held.length > 0) {
            all = Arrays.copyOf(held, held.length + bytes.length);
            System.arraycopy(bytes, 0, all, held.length, bytes.length);
        }
        int at = 0;
        int next = step(all, at);
        while (next > at) {
            at = next;
            next = step(all, at);
        }
        held = Arrays.copyOfRange(all, at, all.length);
    }

    /// The body has ended.
    void end() {
        if (state != State.EPILOGUE) {
            throw PartHead.malformed("it ends before its last boundary");
        }
    }

    /// @return up to where the bytes are done with; `from` when more are needed
    private int step(byte[] all, int from) {
        return switch (state) {
            case PREAMBLE -> skipTo(all, from);
            case BEHIND_BOUNDARY -> behindBoundary(all, from);
            case HEAD -> head(all, from);
            case DATA -> data(all, from);
            case EPILOGUE -> all.length;
        };
    }

    private int skipTo(byte[] all, int from) {
        int found = find(all, from, delimiter);
        if (found < 0) {
            return Math.max(from, all.length - delimiter.length + 1);
        }
        state = State.BEHIND_BOUNDARY;
        return found + delimiter.length;
    }

    /// Spaces may stand between a boundary and its line's end.
    private int behindBoundary(byte[] all, int from) {
        int at = from;
        if (at + 1 < all.length && all[at] == '-' && all[at + 1] == '-') {
            state = State.EPILOGUE;
            return at + 2;
        }
        while (at < all.length && (all[at] == ' ' || all[at] == '\t')) {
            at++;
        }
        if (at - from > HEAD_MAX) {
            throw PartHead.malformed("a boundary's line does not end");
        }
        if (at + 1 >= all.length) {
            return from;
        }
        if (all[at] != '\r' || all[at + 1] != '\n') {
            throw PartHead.malformed("a boundary is followed by something else");
        }
        if (++parts > partsMax) {
            throw PartHead.malformed("it has more than " + partsMax + " parts");
        }
        state = State.HEAD;
        return at + 2;
    }

    private int head(byte[] all, int from) {
        int end = find(all, from, HEAD_END);
        if (end < 0 && all.length - from <= HEAD_MAX) {
            return from;
        }
        if (end < 0 || end - from > HEAD_MAX) {
            throw PartHead.malformed("a part's headers are too long");
        }
        sink.begin(PartHead.of(Arrays.copyOfRange(all, from, end), end - from));
        state = State.DATA;
        return end + HEAD_END.length;
    }

    private int data(byte[] all, int from) {
        int found = find(all, from, delimiter);
        // What may be the beginning of a boundary waits for the rest of it.
        int to = found < 0 ? Math.max(from, all.length - delimiter.length + 1) : found;
        if (to > from) {
            sink.data(all, from, to);
        }
        if (found < 0) {
            return to;
        }
        sink.end();
        state = State.BEHIND_BOUNDARY;
        return found + delimiter.length;
    }

    private static int find(byte[] all, int from, byte[] wanted) {
        for (int i = from; i <= all.length - wanted.length; i++) {
            if (all[i] == wanted[0] && Arrays.equals(all, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
