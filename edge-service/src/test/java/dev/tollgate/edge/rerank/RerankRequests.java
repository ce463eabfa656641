package dev.tollgate.edge.rerank;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.RerankBody;
import io.vertx.core.buffer.Buffer;

/// Requests to order documents, read as the edge reads them.
public final class RerankRequests {
    private RerankRequests() {}

    public static Reading read(String body) {
        return new BodyReader().read(Buffer.buffer(body), RerankRequest::of);
    }

    public static ModelRequest parsed(String body) {
        return switch (read(body)) {
            case Reading.Parsed(ModelRequest request) -> request;
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }

    public static RerankBody body(String body) {
        return (RerankBody) parsed(body).body();
    }
}
