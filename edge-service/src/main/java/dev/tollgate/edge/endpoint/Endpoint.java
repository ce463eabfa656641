package dev.tollgate.edge.endpoint;

import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.provider.spi.Operation;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/// One path of `/v1` that a model answers. The beans of this type are the endpoints that are served.
public interface Endpoint {
    Operation operation();

    /// Without `/v1`: `/chat/completions`.
    String path();

    default HttpMethod method() {
        return HttpMethod.POST;
    }

    /// Whether a body that comes with no word of its endpoint is taken for one of this: so of one endpoint at most.
    default boolean usual() {
        return false;
    }

    /// In which format its callers are told of errors.
    default ErrorFormat errors() {
        return ErrorFormat.OPENAI;
    }

    /// Who asks, in the form of an `Authorization` header, or null.
    default @Nullable String authorization(HttpServerRequest request) {
        return request.getHeader("Authorization");
    }

    /// A request has come: for headers that each of its answers has, whatever it is.
    default void begun(String requestId, HttpServerResponse response) {
        // Most have none.
    }

    /// Takes in the body of a paused request, and reads it. Fails only for a reason that is ours.
    Future<Taken> take(HttpServerRequest request);
}
