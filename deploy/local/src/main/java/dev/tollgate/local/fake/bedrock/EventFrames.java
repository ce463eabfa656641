package dev.tollgate.local.fake.bedrock;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/// Writes AWS's binary event stream.
public final class EventFrames {

    private static final int PRELUDE = 12;
    private static final int CRC = 4;
    private static final int STRING = 7;

    private EventFrames() {}

    /// An event of this type.
    public static Buffer event(String type, String json) {
        return frame("event", ":event-type", type, json);
    }

    /// An exception of this type, which ends the stream.
    public static Buffer exception(String type, String json) {
        return frame("exception", ":exception-type", type, json);
    }

    private static Buffer frame(String kind, String typeHeader, String type, String json) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(typeHeader, type);
        headers.put(":content-type", "application/json");
        headers.put(":message-type", kind);
        return frame(headers, json.getBytes(StandardCharsets.UTF_8));
    }

    /// A frame with headers of text.
    public static Buffer frame(Map<String, String> headers, byte[] payload) {
        Buffer head = Buffer.buffer();
        headers.forEach((name, value) -> {
            byte[] key = name.getBytes(StandardCharsets.UTF_8);
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            head.appendByte((byte) key.length).appendBytes(key).appendByte((byte) STRING);
            head.appendUnsignedShort(text.length).appendBytes(text);
        });
        Buffer frame = Buffer.buffer();
        frame.appendInt(PRELUDE + head.length() + payload.length + CRC).appendInt(head.length());
        frame.appendInt(crc(frame)).appendBuffer(head).appendBytes(payload);
        return frame.appendInt(crc(frame));
    }

    private static int crc(Buffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.getBytes());
        return (int) crc.getValue();
    }
}
