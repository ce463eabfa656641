package dev.tollgate.edge.upload;

import dev.tollgate.edge.provider.spi.StoredFile;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import java.security.MessageDigest;

/// A form's files on their way through, one behind the other in one file of the disk: written once, read as often as
/// needed, gone when it is closed. It has no name any more, so that it is gone, too, when the process dies. Lives on
/// the request's event loop.
final class SpooledFile {
    /// As much of a file's beginning as tells what it is.
    static final int START_MAX = 4 * 1024;

    private static final int QUEUE_MAX = 256 * 1024;

    private final AsyncFile file;
    private final Runnable onClose;
    private long length;
    private boolean closed;

    /// @param onClose told once
    SpooledFile(AsyncFile file, Runnable onClose) {
        this.file = file.setWriteQueueMaxSize(QUEUE_MAX);
        this.onClose = onClose;
    }

    /// Begins another file, behind those that are there: what is written from now on is its content.
    Section begin() {
        return new Section(length);
    }

    boolean isFull() {
        return file.writeQueueFull();
    }

    void onDrain(Runnable then) {
        file.drainHandler(nothing -> then.run());
    }

    /// Harmless when it is closed already.
    void close() {
        if (!closed) {
            closed = true;
            file.close().onComplete(gone -> onClose.run());
        }
    }

    /// One of the files.
    final class Section implements StoredFile {
        private final long from;
        private final Buffer start = Buffer.buffer();
        private final MessageDigest digest = Form.sha256();
        private long size;

        private Section(long from) {
            this.from = from;
        }

        Future<Void> write(byte[] bytes, int first, int to) {
            int missing = Math.min(START_MAX - start.length(), to - first);
            if (missing > 0) {
                start.appendBytes(bytes, first, missing);
            }
            size += to - first;
            length += to - first;
            digest.update(bytes, first, to - first);
            return file.write(Buffer.buffer(to - first).appendBytes(bytes, first, to - first));
        }

        /// How it begins.
        Buffer start() {
            return start;
        }

        /// Digest (SHA-256) of all that was written to it; to be asked for once.
        byte[] digest() {
            return digest.digest();
        }

        @Override
        public long length() {
            return size;
        }

        @Override
        public Future<Buffer> read(long at, int wanted) {
            return closed
                    ? Future.failedFuture("the upload is gone")
                    : file.read(Buffer.buffer(wanted), 0, from + at, wanted);
        }
    }
}
