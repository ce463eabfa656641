package dev.tollgate.edge.provider.spi;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/// What goes to the provider.
///
/// @param url absolute
public record UpstreamRequest(String url, Map<String, String> headers, Buffer body) {
    @Override
    public String toString() {
        return "UpstreamRequest[" + body.length() + " bytes]";
    }
}
