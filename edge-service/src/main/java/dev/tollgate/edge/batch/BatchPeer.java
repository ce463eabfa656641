package dev.tollgate.edge.batch;

import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/// Connections to batch: so many at once and no more, whatever the rest of the edge does.
@Singleton
class BatchPeer {
    private static final String TLS = "inner";

    private final HttpClient client;
    private final URI url;

    BatchPeer(Vertx vertx, BatchConfig config, TlsConfigurationRegistry certificates) {
        this.url = config.url();
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(true)
                .setTcpNoDelay(true)
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(config.idle().toMillis()))
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setMaxWaitQueueSize(config.callsMax());
        if (isEncrypted()) {
            certificates.get(TLS).ifPresent(known -> TlsConfigUtils.configure(options.setSsl(true), known));
        }
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(config.callsMax()));
    }

    /// A call of this path and query, nothing of it sent yet.
    Future<HttpClientRequest> call(HttpMethod method, String target) {
        int port = url.getPort() >= 0 ? url.getPort() : isEncrypted() ? 443 : 80;
        return client.request(new RequestOptions()
                .setMethod(method)
                .setHost(url.getHost())
                .setPort(port)
                .setURI(target));
    }

    void renewed(@Observes CertificateUpdatedEvent event) {
        if (isEncrypted() && event.name().equals(TLS)) {
            client.updateSSLOptions(event.tlsConfiguration().getSSLOptions());
        }
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private boolean isEncrypted() {
        return "https".equals(url.getScheme());
    }
}
