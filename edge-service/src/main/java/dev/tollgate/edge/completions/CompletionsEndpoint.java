package dev.tollgate.edge.completions;

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

/// `POST /v1/completions`.
@Singleton
public class CompletionsEndpoint implements Endpoint {
    private final JsonIntake intake;
    private final BodyReader reader;

    public CompletionsEndpoint(JsonIntake intake, BodyReader reader) {
        this.intake = intake;
        this.reader = reader;
    }

    @Override
    public Operation operation() {
        return Operation.COMPLETIONS;
    }

    @Override
    public String path() {
        return "/completions";
    }

    @Override
    public Future<Taken> take(HttpServerRequest request) {
        return intake.take(request, this::read);
    }

    Reading read(Buffer body) {
        return reader.read(body, members -> new CompletionsView(members).validated());
    }
}
