package dev.tollgate.edge.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tollgate.edge.catalogue.Target;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One HTTP client per event loop and connect timeout, so that no request ever crosses loops.
@Singleton
class UpstreamClients {
    private static final int KEEP_ALIVE_SECONDS = 300;
    /// More than a catalogue has deployments and operations, as a rule.
    private static final int ADDRESSES_MAX = 4_096;

    private final Vertx vertx;
    private final DispatchConfig config;
    private final Queue<HttpClient> all = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Map<Integer, HttpClient>> own = ThreadLocal.withInitial(HashMap::new);
    /// Parsed once, and copied for each request.
    private final Cache<String, RequestOptions> addresses =
            Caffeine.newBuilder().maximumSize(ADDRESSES_MAX).build();

    UpstreamClients(Vertx vertx, DispatchConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /// The client of the event loop that asks.
    HttpClient of(Target target) {
        int connectMillis = Math.toIntExact(target.timeouts().connect());
        return own.get().computeIfAbsent(connectMillis, this::create);
    }

    /// A POST to this absolute URL, without headers.
    RequestOptions post(String url) {
        return new RequestOptions(addresses.get(
                url, text -> new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(text)));
    }

    private HttpClient create(int connectMillis) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(true)
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setTcpNoDelay(true)
                        .setConnectTimeout(connectMillis)
                        .setDecompressionSupported(false)
                        // Providers learn of our traces only where the catalogue says so; the span is ours.
                        .setTracingPolicy(TracingPolicy.IGNORE)
                        .setMaxWaitQueueSize(config.waitersMax()),
                new PoolOptions().setHttp1MaxSize(config.connectionsMax()));
        all.add(client);
        return client;
    }

    @PreDestroy
    void close() {
        all.forEach(HttpClient::close);
    }
}
