package dev.tollgate.edge.provider.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.chat.ChatRequests;
import java.util.Map;

/// What an adapter makes of one chat body, for a model of its own.
public record Translated(ProviderAdapter adapter, String model, Map<String, FetchedFile> files) {
    private static final long MODEL_BOUND = 8_192;

    public Translated {
        files = Map.copyOf(files);
    }

    public Translated(ProviderAdapter adapter, String model) {
        this(adapter, model, Map.of());
    }

    /// The body that is sent.
    public JsonNode sent(String body) {
        return switch (of(body)) {
            case Translation.Translated(UpstreamRequest request) ->
                Exchanges.json(request.body().toString());
            case Translation.Unsupported unsupported -> throw new AssertionError(unsupported.toString());
        };
    }

    /// The parameter that is refused.
    public String refused(String body) {
        return switch (of(body)) {
            case Translation.Translated translated -> throw new AssertionError("not refused");
            case Translation.Unsupported(String param, String message) -> param;
        };
    }

    private Translation of(String body) {
        Upstream upstream = new Upstream("https://provider.example/v1", model, "sk", null, MODEL_BOUND, files);
        return adapter.translate(ChatRequests.parsed(body), upstream);
    }
}
