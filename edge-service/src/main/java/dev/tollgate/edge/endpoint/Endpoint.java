package dev.tollgate.edge.endpoint;

import dev.tollgate.edge.provider.spi.Operation;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/// One path of `/v1` that a model answers. The beans of this type are the endpoints that are served.
public interface Endpoint {
    Operation operation();

    /// Without `/v1`: `/chat/completions`.
    String path();

    /// Takes in the body of a paused request, and reads it. Fails only for a reason that is ours.
    Future<Taken> take(HttpServerRequest request);
}
