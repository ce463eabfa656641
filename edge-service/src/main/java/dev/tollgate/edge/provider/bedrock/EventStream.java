package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tollgate.edge.provider.spi.EventSplitter;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/// Cuts AWS's binary event stream into events: lengths of the frame and of its headers, their CRC32, headers,
/// payload, and a CRC32 of it all. What is handed on is one JSON object with the event's type as its only key,
/// as AWS's own reference writes it: `{"contentBlockDelta":{…}}`; an exception is one of its type, a bare error
/// one of type `error`.
final class EventStream implements EventSplitter {
    private static final int PRELUDE = 12;
    private static final int CRC = 4;
    private static final int LEAST = PRELUDE + CRC;
    /// As AWS bounds them.
    private static final int HEADERS_MAX = 128 * 1024;
    private static final int FIRST = 4 * 1024;
    private static final int KEPT_MAX = 64 * 1024;
    private static final String TYPE = ":message-type";

    private final long max;
    private byte[] held = new byte[FIRST];
    private int start;
    private int end;
    private byte[] json = new byte[FIRST];

    /// @param max bytes of an event
    EventStream(long max) {
        this.max = max;
    }

    @Override
    public boolean feed(Buffer chunk, Sink sink) {
        append(chunk);
        while (end - start >= PRELUDE) {
            ByteBuffer frame = ByteBuffer.wrap(held, start, end - start);
            int length = frame.getInt();
            int headers = frame.getInt();
            boolean sound = length >= LEAST && length <= max && headers >= 0 && headers <= HEADERS_MAX;
            if (!sound || headers > length - LEAST || frame.getInt() != crc(start, PRELUDE - CRC)) {
                return false;
            }
            if (end - start < length) {
                return true;
            }
            if (ByteBuffer.wrap(held, start + length - CRC, CRC).getInt() != crc(start, length - CRC)) {
                return false;
            }
            int size = event(start + PRELUDE, headers, start + length - CRC);
            start += length;
            if (size < 0) {
                return false;
            }
            if (size > 0 && !sink.event(json, 0, size)) {
                return true;
            }
            json = json.length > KEPT_MAX ? new byte[FIRST] : json;
        }
        return true;
    }

    /// A frame that is not whole is none.
    @Override
    public void end(Sink sink) {}

    private void append(Buffer chunk) {
        int rest = end - start;
        int needed = rest + chunk.length();
        if (needed > held.length || (rest == 0 && held.length > KEPT_MAX)) {
            held = Arrays.copyOfRange(held, start, start + Math.max(Math.max(FIRST, needed), rest * 2));
            start = 0;
        } else if (end + chunk.length() > held.length) {
            System.arraycopy(held, start, held, 0, rest);
            start = 0;
        }
        end = start + needed;
        chunk.getBytes(0, chunk.length(), held, start + rest);
    }

    private int crc(int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(held, from, length);
        return (int) crc.getValue();
    }

    /// Makes JSON of a frame.
    ///
    /// @return its length; 0 for a frame that is no event, -1 for one that cannot be read
    private int event(int from, int headersLength, int to) {
        Map<String, String> headers = headers(from, headersLength);
        int payload = from + headersLength;
        return switch (headers.getOrDefault(TYPE, "")) {
            case "event" -> wrapped(headers.getOrDefault(":event-type", ""), payload, to);
            case "exception" -> wrapped(headers.getOrDefault(":exception-type", ""), payload, to);
            case "error" -> error(headers.getOrDefault(":error-code", ""), headers.getOrDefault(":error-message", ""));
            default -> -1;
        };
    }

    private int wrapped(String type, int from, int to) {
        if (type.isEmpty()) {
            return -1;
        }
        // A frame without a payload is an empty object.
        byte[] name = (from == to ? "{\"" + type + "\":{}" : "{\"" + type + "\":").getBytes(StandardCharsets.UTF_8);
        int size = name.length + to - from + 1;
        if (size > json.length) {
            json = new byte[Math.max(size, json.length * 2)];
        }
        System.arraycopy(name, 0, json, 0, name.length);
        System.arraycopy(held, from, json, name.length, to - from);
        json[size - 1] = '}';
        return size;
    }

    private int error(String code, String message) {
        JsonStringEncoder quote = JsonStringEncoder.getInstance();
        String text = "{\"error\":{\"code\":\"" + new String(quote.quoteAsString(code)) + "\",\"message\":\""
                + new String(quote.quoteAsString(message)) + "\"}}";
        json = text.getBytes(StandardCharsets.UTF_8);
        return json.length;
    }

    /// Those of text; empty when they cannot be read.
    private Map<String, String> headers(int from, int length) {
        Map<String, String> headers = new HashMap<>();
        ByteBuffer bytes = ByteBuffer.wrap(held, from, length);
        while (bytes.hasRemaining()) {
            int nameLength = bytes.get() & 0xFF;
            if (bytes.remaining() <= nameLength) {
                return Map.of();
            }
            String name = text(bytes, nameLength);
            int type = bytes.get();
            int size = size(type, bytes);
            if (size < 0 || bytes.remaining() < size) {
                return Map.of();
            }
            String value = text(bytes, size);
            if (type == 7) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    /// @return of the value that follows, or -1 for a type that there is not
    private static int size(int type, ByteBuffer bytes) {
        return switch (type) {
            case 0, 1 -> 0;
            case 2 -> 1;
            case 3 -> Short.BYTES;
            case 4 -> Integer.BYTES;
            case 5, 8 -> Long.BYTES;
            case 6, 7 -> bytes.remaining() < Short.BYTES ? -1 : bytes.getShort() & 0xFFFF;
            case 9 -> 2 * Long.BYTES;
            default -> -1;
        };
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
