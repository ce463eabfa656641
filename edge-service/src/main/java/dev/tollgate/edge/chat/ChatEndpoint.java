package dev.tollgate.edge.chat;

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

/// `POST /v1/chat/completions`.
@Singleton
public class ChatEndpoint implements Endpoint {
    private final JsonIntake intake;
    private final BodyReader reader;

    public ChatEndpoint(JsonIntake intake, BodyReader reader) {
        this.intake = intake;
        this.reader = reader;
    }

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public boolean usual() {
        return true;
    }

    @Override
    public Future<Taken> take(HttpServerRequest request) {
        return intake.take(request, this::read);
    }

    Reading read(Buffer body) {
        return reader.read(body, members -> new ChatView(members).validated());
    }
}
