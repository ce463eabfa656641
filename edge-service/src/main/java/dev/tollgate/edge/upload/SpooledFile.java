package dev.tollgate.edge.upload;

import dev.tollgate.edge.provider.spi.StoredFile;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import java.security.MessageDigest;

/// A file on its way through: written once, read as often as needed, gone when it is closed. It has no name any
/// more, so that it is gone, too, when the process dies. Lives on the request's event loop.
final class SpooledFile implements StoredFile {
    /// As much of its beginning as tells what it is.
    static final int START_MAX = 4 * 1024;

    private static final int QUEUE_MAX = 256 * 1024;

    private final AsyncFile file;
    private final Runnable onClose;
    private final Buffer start = Buffer.buffer();
    private final MessageDigest digest = Form.sha256();
    private long length;
    private boolean closed;

    /// @param onClose told once
    SpooledFile(AsyncFile file, Runnable onClose) {
        this.file = file.setWriteQueueMaxSize(QUEUE_MAX);
        this.onClose = onClose;
    }

    Future<Void> write(byte[] bytes, int from, int to) {
        int missing = Math.min(START_MAX - start.length(), to - from);
        if (missing > 0) {
            start.appendBytes(bytes, from, missing);
        }
        length += to - from;
        digest.update(bytes, from, to - from);
        return file.write(Buffer.buffer(to - from).appendBytes(bytes, from, to - from));
    }

    boolean isFull() {
        return file.writeQueueFull();
    }

    void onDrain(Runnable then) {
        file.drainHandler(nothing -> then.run());
    }

    /// How it begins.
    Buffer start() {
        return start;
    }

    /// Digest (SHA-256) of all that was written; to be asked for once.
    byte[] digest() {
        return digest.digest();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Future<Buffer> read(long at, int wanted) {
        return closed ? Future.failedFuture("the upload is gone") : file.read(Buffer.buffer(wanted), 0, at, wanted);
    }

    /// Harmless when it is closed already.
    void close() {
        if (!closed) {
            closed = true;
            file.close().onComplete(gone -> onClose.run());
        }
    }
}
