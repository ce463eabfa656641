package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/// A published snapshot as it is served.
///
/// @param json its bytes on the wire
record InForce(long revision, Catalogue catalogue, Buffer json, Instant publishedAt) {
    String etag() {
        return '"' + catalogue.version() + '"';
    }

    @Override
    public String toString() {
        return "InForce[" + revision + ", " + catalogue.version() + "]";
    }
}
