package dev.tollgate.edge.audio.speech;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.SpeechBody;
import io.vertx.core.buffer.Buffer;

/// Requests for speech for tests, read as the edge reads them.
public final class Speeches {
    private static final BodyReader READER = new BodyReader();

    private Speeches() {}

    static Reading read(String body) {
        return READER.read(Buffer.buffer(body), members -> new SpeechView(members).validated());
    }

    static SpeechRequest parsed(String body) {
        return switch (read(body)) {
            case Reading.Parsed parsed -> (SpeechRequest) parsed.request();
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }

    /// As adapters see it.
    public static SpeechBody body(String json) {
        return parsed(json);
    }
}
