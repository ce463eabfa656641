package dev.tollgate.edge.key;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// Where a caller's key may stand.
public final class KeyHeaders {
    private static final String AUTHORIZATION = "Authorization";
    private static final String OWN = "x-api-key";

    private KeyHeaders() {}

    /// As Anthropic's SDKs send it: in a header of its own, else as everybody does.
    ///
    /// @return in the form of an `Authorization` header, or null
    public static @Nullable String either(HttpServerRequest request) {
        String key = request.getHeader(OWN);
        return key == null || key.isBlank() ? request.getHeader(AUTHORIZATION) : BearerHeader.SCHEME + key.strip();
    }
}
