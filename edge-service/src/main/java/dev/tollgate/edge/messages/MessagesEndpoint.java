package dev.tollgate.edge.messages;

import dev.tollgate.edge.endpoint.Endpoint;
import dev.tollgate.edge.endpoint.JsonIntake;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.key.KeyHeaders;
import dev.tollgate.edge.provider.spi.Operation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `POST /v1/messages`.
@Singleton
public class MessagesEndpoint implements Endpoint {
    private final JsonIntake intake;
    private final BodyReader reader;

    public MessagesEndpoint(JsonIntake intake, BodyReader reader) {
        this.intake = intake;
        this.reader = reader;
    }

    @Override
    public Operation operation() {
        return Operation.MESSAGES;
    }

    @Override
    public String path() {
        return "/messages";
    }

    @Override
    public ErrorFormat errors() {
        return ErrorFormat.ANTHROPIC;
    }

    @Override
    public @Nullable String authorization(HttpServerRequest request) {
        return KeyHeaders.either(request);
    }

    /// By the name that Anthropic's SDKs read.
    @Override
    public void begun(String requestId, HttpServerResponse response) {
        response.putHeader("request-id", requestId);
    }

    @Override
    public Future<Taken> take(HttpServerRequest request) {
        String version = request.getHeader(VersionHeaders.VERSION);
        List<String> betas = request.headers().getAll(VersionHeaders.BETA);
        return intake.take(request, body -> read(body, version, betas));
    }

    Reading read(Buffer body, @Nullable String version, List<String> betas) {
        return reader.read(body, members -> new MessagesView(members, VersionHeaders.of(version, betas)).validated());
    }
}
