package dev.tollgate.edge.relay;

import dev.tollgate.edge.provider.spi.AnswerWriter;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The events on their way to the client: first those that may go, behind them those that wait for credit, behind
/// them the one that is being written. One array, used again from packet to packet.
final class Outgoing implements AnswerWriter {
    private static final int FIRST = 512;
    private static final int KEPT_MAX = 64 * 1024;

    private final DeliveredText text;
    private final Runnable onChunk;
    private byte[] bytes = new byte[FIRST];
    private int ready;
    private int complete;
    private int length;

    /// @param onChunk told after each complete chunk, which waits until [#release]
    Outgoing(DeliveredText text, Runnable onChunk) {
        this.text = text;
        this.onChunk = onChunk;
    }

    @Override
    public void begin() {
        append(Frames.DATA, 0, Frames.DATA.length);
    }

    @Override
    public void begin(String event) {
        byte[] line = (Frames.EVENT + event + '\n').getBytes(StandardCharsets.UTF_8);
        append(line, 0, line.length);
        begin();
    }

    @Override
    public void tokens(long tokens) {
        text.add(tokens);
    }

    @Override
    public void json(byte[] part, int from, int to) {
        append(part, from, to);
    }

    @Override
    public void text(byte[] part, int from, int to) {
        text.add(part, from, to);
    }

    @Override
    public void end() {
        append(Frames.END, 0, Frames.END.length);
        complete = length;
        text.chunkComplete();
        onChunk.run();
    }

    /// The chunk that was being written comes to nothing.
    void chunkFailed() {
        length = complete;
        text.chunkFailed();
    }

    /// What waits may go.
    void release() {
        ready = complete;
        text.deliver();
    }

    /// What waits will never go.
    void forgetWaiting() {
        complete = ready;
        length = ready;
        text.forgetWaiting();
    }

    boolean hasReady() {
        return ready > 0;
    }

    /// Takes what may go.
    Buffer take() {
        Buffer taken = Buffer.buffer(ready).appendBytes(bytes, 0, ready);
        int rest = length - ready;
        byte[] kept = bytes.length > KEPT_MAX ? new byte[Math.max(FIRST, rest)] : bytes;
        System.arraycopy(bytes, ready, kept, 0, rest);
        bytes = kept;
        complete -= ready;
        length = rest;
        ready = 0;
        return taken;
    }

    private void append(byte[] part, int from, int to) {
        int needed = length + to - from;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        System.arraycopy(part, from, bytes, length, to - from);
        length = needed;
    }
}
