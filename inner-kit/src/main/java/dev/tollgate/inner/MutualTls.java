package dev.tollgate.inner;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/// Where an inner service speaks TLS (profile `mtls`), a caller needs a certificate of its own. Quarkus has a setting
/// for it, but one that is fixed when the service is built.
@Singleton
public class MutualTls implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setClientAuth(ClientAuth.REQUIRED);
    }
}
