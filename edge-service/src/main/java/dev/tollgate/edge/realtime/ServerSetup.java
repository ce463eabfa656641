package dev.tollgate.edge.realtime;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.List;

/// The server's side of WebSockets: large messages, no compression (SDKs ask for none, and what is small on the wire
/// could be large in memory), and the one subprotocol that is ever answered.
@Singleton
class ServerSetup implements HttpServerOptionsCustomizer {
    private final int messageMax;

    ServerSetup(RealtimeConfig config) {
        this.messageMax = Math.toIntExact(config.messageMax().asLongValue());
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(messageMax)
                .setMaxWebSocketMessageSize(messageMax)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of(Offer.SUBPROTOCOL));
    }
}
