package dev.tollgate.edge.responses;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.TestPrices;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.openai.OpenAiAdapter;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ResponsesBody;
import dev.tollgate.edge.provider.spi.Spoken;
import dev.tollgate.edge.provider.spi.Upstream;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/// Requests for responses, read as the edge reads them.
public final class ResponsesRequests {
    static final String ACCOUNT = "acc_1";

    private ResponsesRequests() {}

    static Reading read(String body) {
        return new BodyReader().read(Buffer.buffer(body), ResponsesView::of);
    }

    static ResponsesRequest parsed(String body) {
        return switch (read(body)) {
            case Reading.Parsed parsed -> (ResponsesRequest) parsed.request();
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }

    static ServiceError rejected(String body) {
        return switch (read(body)) {
            case Reading.Parsed parsed -> throw new AssertionError(parsed.toString());
            case Reading.Rejected(ServiceError error) -> error;
        };
    }

    /// As it is said to a provider of OpenAI's dialect.
    static Spoken spoken(String body, String secret, String account, String... capabilities) {
        CallBody known = parsed(body).body(model(capabilities), TestPrices.of(Map.of()), account);
        return known.spoken(new OpenAiAdapter(), upstream(secret));
    }

    /// Natively.
    public static ResponsesBody body(String body) {
        return switch (spoken(body, "sk-1", ACCOUNT, "chat", "responses", "hosted_tools")) {
            case Spoken.Said said -> (ResponsesBody) said.body();
            case Spoken.Unsaid unsaid -> throw new AssertionError(unsaid.toString());
        };
    }

    /// As a chat.
    static Spoken asChat(String body) {
        return spoken(body, "sk-1", ACCOUNT, "chat");
    }

    static Catalogue.Model model(String... capabilities) {
        return new Catalogue.Model(
                "m", List.of(), "o", 100_000, 4_000, 256, List.of(capabilities), RateLimits.NONE, null, 0);
    }

    static Upstream upstream(String secret) {
        return new Upstream("https://provider.example/v1", "up", secret, null, 8_192, Map.of());
    }
}
