package dev.tollgate.edge.images;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.ImagesBody;
import io.vertx.core.buffer.Buffer;

/// Requests for pictures, read as the edge reads them.
public final class ImagesRequests {
    private ImagesRequests() {}

    public static Reading read(String body) {
        return new BodyReader().read(Buffer.buffer(body), ImagesView::of);
    }

    public static ModelRequest parsed(String body) {
        return switch (read(body)) {
            case Reading.Parsed(ModelRequest request) -> request;
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }

    public static ImagesBody body(String body) {
        return (ImagesBody) parsed(body).body();
    }
}
