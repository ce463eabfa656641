package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Opens a provider's WebSocket for a session, with the fallbacks, breakers and cooldowns that requests have.
@Singleton
public class Dialer {
    private record Shape(int connectMillis, int messageMax) {}

    private final Vertx vertx;
    private final Dispatcher dispatcher;
    private final Queue<WebSocketClient> all = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Map<Shape, WebSocketClient>> own = ThreadLocal.withInitial(HashMap::new);

    Dialer(Vertx vertx, Dispatcher dispatcher) {
        this.vertx = vertx;
        this.dispatcher = dispatcher;
    }

    /// Never fails. Completes on the caller's event loop, to which the socket belongs.
    public Future<Dialed> dial(Dialing wish) {
        return new DialAttempts(this, dispatcher, wish).begin();
    }

    /// The client of the event loop that asks.
    WebSocketClient client(Target target, int messageMax) {
        Shape shape = new Shape(Math.toIntExact(target.timeouts().connect()), messageMax);
        return own.get().computeIfAbsent(shape, this::create);
    }

    private WebSocketClient create(Shape shape) {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout(shape.connectMillis())
                .setMaxFrameSize(shape.messageMax())
                .setMaxMessageSize(shape.messageMax())
                .setTcpNoDelay(true)
                .setTryUsePerFrameCompression(false)
                .setTryUsePerMessageCompression(false)
                .setMaxConnections(dispatcher.config().connectionsMax()));
        all.add(client);
        return client;
    }

    @PreDestroy
    void close() {
        all.forEach(WebSocketClient::close);
    }
}
