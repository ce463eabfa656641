package dev.tollgate.edge.json;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/// A body's bytes, in the array that the buffer has them in where there is one: some bodies are too large to be copied
/// for being read.
///
/// @param from where they begin
/// @param to behind the last
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record Bytes(byte[] array, int from, int to) {
    @SuppressWarnings("deprecation") // Vert.x 4 has no other way to the array.
    static Bytes of(Buffer buffer) {
        ByteBuf bytes = buffer.getByteBuf();
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.readerIndex();
            return new Bytes(bytes.array(), from, from + bytes.readableBytes());
        }
        return new Bytes(buffer.getBytes(), 0, buffer.length());
    }

    int length() {
        return to - from;
    }
}
