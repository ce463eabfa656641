package dev.tollgate.edge.completions;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.CompletionsBody;
import io.vertx.core.buffer.Buffer;

/// Requests to continue prompts, read as the edge reads them.
public final class CompletionsRequests {
    private CompletionsRequests() {}

    static Reading read(String body) {
        return new BodyReader().read(Buffer.buffer(body), members -> new CompletionsView(members).validated());
    }

    static CompletionsRequest parsed(String body) {
        return switch (read(body)) {
            case Reading.Parsed(CompletionsRequest request) -> request;
            case Reading.Parsed parsed -> throw new AssertionError(parsed.toString());
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }

    /// As adapters see it.
    public static CompletionsBody body(String body) {
        return parsed(body).body();
    }
}
