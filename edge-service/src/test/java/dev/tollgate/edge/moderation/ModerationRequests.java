package dev.tollgate.edge.moderation;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.ModerationBody;
import io.vertx.core.buffer.Buffer;

/// Requests to judge, read as the edge reads them.
public final class ModerationRequests {
    private ModerationRequests() {}

    static Reading read(String body) {
        return new BodyReader().read(Buffer.buffer(body), ModerationRequest::of);
    }

    static ModelRequest parsed(String body) {
        return switch (read(body)) {
            case Reading.Parsed(ModelRequest request) -> request;
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }

    /// As adapters see it.
    public static ModerationBody body(String body) {
        return (ModerationBody) parsed(body).body();
    }
}
