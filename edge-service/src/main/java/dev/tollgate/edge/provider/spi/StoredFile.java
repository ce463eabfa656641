package dev.tollgate.edge.provider.spi;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/// A file that a caller has sent, kept on disk while its request lasts. It can be read any number of times.
public interface StoredFile {
    /// Bytes.
    long length();

    /// Reads a piece. Fails once the request is over.
    Future<Buffer> read(long at, int length);
}
