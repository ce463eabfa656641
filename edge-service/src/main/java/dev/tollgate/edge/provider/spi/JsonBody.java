package dev.tollgate.edge.provider.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;

/// A body that is a JSON object.
public non-sealed interface JsonBody extends CallBody {
    /// The body with the upstream's model name; all else byte for byte.
    Buffer rewritten(String upstreamModel);

    /// Parsed anew at each call, for dialects that have to translate: the caller's own to change.
    ObjectNode tree();
}
