package dev.tollgate.edge.provider.openai;

import dev.tollgate.edge.provider.spi.Upstream;
import java.util.HashMap;
import java.util.Map;

/// What every request to OpenAI carries.
final class OpenAiHeaders {
    private OpenAiHeaders() {}

    /// Of a JSON body.
    ///
    /// @param accept the media type that is asked for
    static Map<String, String> json(Upstream upstream, String accept) {
        Map<String, String> headers = form(upstream, accept);
        headers.put("Content-Type", "application/json");
        return headers;
    }

    /// Of a form, which tells its own type.
    ///
    /// @param accept the media type that is asked for
    static Map<String, String> form(Upstream upstream, String accept) {
        Map<String, String> headers = HashMap.newHashMap(4);
        headers.put("Accept", accept);
        headers.put("Accept-Encoding", "identity");
        if (upstream.secret() != null) {
            headers.put("Authorization", "Bearer " + upstream.secret());
        }
        return headers;
    }
}
