package dev.tollgate.edge.provider.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.RealtimeDialect;
import dev.tollgate.edge.provider.spi.RealtimeEvent;
import dev.tollgate.edge.provider.spi.Upstream;
import java.util.List;
import java.util.Map;

/// Realtime sessions of Azure OpenAI: OpenAI's events at an address of its own. Which words its events have, the
/// address decides: today's below `/openai/v1`, the beta's where a version is named.
final class AzureRealtime implements RealtimeDialect {
    private final RealtimeDialect openAi;

    AzureRealtime(RealtimeDialect openAi) {
        this.openAi = openAi;
    }

    @Override
    public Handshake handshake(Upstream upstream, boolean beta) {
        String secret = upstream.secret();
        return new Handshake(
                Surface.of(upstream.baseUrl()).session(upstream.model()),
                secret == null ? Map.of() : Map.of("api-key", secret),
                List.of());
    }

    @Override
    public RealtimeEvent read(ObjectNode event) {
        return openAi.read(event);
    }
}
