package dev.tollgate.edge.cache;

import dev.tollgate.contract.billing.v1.Quantities;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer of status 200 in full, as its caller got it, and what it consumed.
///
/// @param quantities that were charged: a part of their price is charged again
/// @param estimated whether they are our own count
/// @param body of a stream: all its frames
public record CachedAnswer(String contentType, Quantities quantities, boolean estimated, Buffer body) {
    private static final byte VERSION = 1;

    byte[] written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length() + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(contentType);
            out.writeBoolean(estimated);
            Map<String, Long> counts = quantities.byWireName();
            out.writeByte(counts.size());
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                out.writeUTF(count.getKey());
                out.writeLong(count.getValue());
            }
            out.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /// Null for what an edge of another release wrote otherwise.
    static @Nullable CachedAnswer read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return null;
            }
            String contentType = in.readUTF();
            boolean estimated = in.readBoolean();
            Map<String, Long> counts = new HashMap<>();
            for (int i = in.readByte(); i > 0; i--) {
                counts.put(in.readUTF(), in.readLong());
            }
            return new CachedAnswer(
                    contentType, Quantities.ofWireNames(counts), estimated, Buffer.buffer(in.readAllBytes()));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "CachedAnswer[" + contentType + ", " + body.length() + " bytes]";
    }
}
