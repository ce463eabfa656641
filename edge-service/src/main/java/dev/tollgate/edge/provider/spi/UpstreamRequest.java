package dev.tollgate.edge.provider.spi;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/// What goes to the provider.
///
/// @param url absolute
/// @param content whose length, and whose boundary if it is a form, are told in headers of their own
public record UpstreamRequest(String url, Map<String, String> headers, UpstreamBody content) {
    public UpstreamRequest(String url, Map<String, String> headers, Buffer body) {
        this(url, headers, new UpstreamBody.Bytes(body));
    }

    /// The bytes of a body that is in memory.
    ///
    /// @throws IllegalStateException for a form
    public Buffer body() {
        return switch (content) {
            case UpstreamBody.Bytes(Buffer bytes) -> bytes;
            case UpstreamBody.Form form -> throw new IllegalStateException("a form is not in memory");
        };
    }

    @Override
    public String toString() {
        return switch (content) {
            case UpstreamBody.Bytes(Buffer bytes) -> "UpstreamRequest[" + bytes.length() + " bytes]";
            case UpstreamBody.Form form -> "UpstreamRequest[form of " + form.length() + " bytes]";
        };
    }
}
