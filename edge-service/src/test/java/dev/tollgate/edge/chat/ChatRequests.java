package dev.tollgate.edge.chat;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.BodyReader;
import io.vertx.core.buffer.Buffer;

/// Chat completions for tests, read as the edge reads them.
public final class ChatRequests {
    private static final BodyReader READER = new BodyReader();

    private ChatRequests() {}

    public static Reading read(Buffer body) {
        return READER.read(body, members -> new ChatView(members).validated());
    }

    public static ChatRequest parsed(String body) {
        return switch (read(Buffer.buffer(body))) {
            case Reading.Parsed parsed -> (ChatRequest) parsed.request();
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }
}
