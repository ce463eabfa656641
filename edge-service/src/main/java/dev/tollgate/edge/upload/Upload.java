package dev.tollgate.edge.upload;

import dev.tollgate.edge.provider.spi.UpstreamBody;
import io.vertx.core.buffer.Buffer;

/// A file of a form.
///
/// @param start as much of its beginning as tells what it is
public record Upload(UpstreamBody.File part, Buffer start) {
    public String name() {
        return part.name();
    }

    /// Bytes.
    public long length() {
        return part.length();
    }

    /// Without what the caller has sent.
    @Override
    public String toString() {
        return "Upload[" + part.name() + ", " + part.length() + " bytes]";
    }
}
