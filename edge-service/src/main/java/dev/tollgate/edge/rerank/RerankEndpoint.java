package dev.tollgate.edge.rerank;

import dev.tollgate.edge.endpoint.Endpoint;
import dev.tollgate.edge.endpoint.JsonIntake;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.Operation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/// `POST /v1/rerank`.
@Singleton
public class RerankEndpoint implements Endpoint {
    private final JsonIntake intake;
    private final BodyReader reader;

    public RerankEndpoint(JsonIntake intake, BodyReader reader) {
        this.intake = intake;
        this.reader = reader;
    }

    @Override
    public Operation operation() {
        return Operation.RERANK;
    }

    @Override
    public String path() {
        return "/rerank";
    }

    @Override
    public Future<Taken> take(HttpServerRequest request) {
        return intake.take(request, this::read);
    }

    Reading read(Buffer body) {
        return reader.read(body, RerankRequest::of);
    }
}
