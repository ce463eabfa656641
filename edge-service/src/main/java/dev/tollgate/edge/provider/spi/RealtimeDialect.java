package dev.tollgate.edge.provider.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// How a provider's realtime sessions are opened, and what its events mean to the books. Events travel in OpenAI's
/// shape both ways and are relayed as they are. Stateless and without I/O.
public interface RealtimeDialect {
    /// How the provider's WebSocket is asked for.
    ///
    /// @param url absolute, `ws` or `wss`
    record Handshake(String url, Map<String, String> headers, List<String> subprotocols) {
        public Handshake {
            headers = Map.copyOf(headers);
            subprotocols = List.copyOf(subprotocols);
        }

        @Override
        public String toString() {
            return "Handshake[]";
        }
    }

    /// @param beta the caller asked for the events of the time before general availability
    Handshake handshake(Upstream upstream, boolean beta);

    /// What an event of the provider says.
    RealtimeEvent read(ObjectNode event);
}
