package dev.tollgate.edge.embeddings;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import io.vertx.core.buffer.Buffer;

/// Requests for vectors, read as the edge reads them.
public final class EmbeddingsRequests {
    private EmbeddingsRequests() {}

    public static Reading read(String body) {
        return new BodyReader().read(Buffer.buffer(body), EmbeddingsRequest::of);
    }

    public static ModelRequest parsed(String body) {
        return switch (read(body)) {
            case Reading.Parsed(ModelRequest request) -> request;
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }

    public static EmbeddingsBody body(String body) {
        return (EmbeddingsBody) parsed(body).body();
    }
}
