package dev.tollgate.local.fake;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// What every fake of one process shares.
///
/// @param apiKey the only key accepted; null accepts any
/// @param anyModel whether names that no script knows are answered too: the process stands in for real providers
public record Stage(Vertx vertx, RequestLog log, @Nullable String apiKey, boolean anyModel) {

    /// Begins an exchange: from here on the request is in the log.
    public Exchange open(HttpServerRequest request) {
        return new Exchange(this, request);
    }

    /// Whether a given key is the right one.
    public boolean accepts(String given) {
        return apiKey == null
                || MessageDigest.isEqual(
                        apiKey.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
