package dev.tollgate.local.fake.gemini;

import dev.tollgate.local.fake.Stage;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/// Judges the key: in the header `x-goog-api-key`, or as the parameter `key`. A Bearer token is taken for OAuth,
/// which keys are not.
final class Credentials {

    private Credentials() {}

    static Optional<GeminiError> check(HttpServerRequest request, Stage stage) {
        String header = request.getHeader("x-goog-api-key");
        String key = header == null ? request.getParam("key") : header;
        if (key == null && request.getHeader("authorization") != null) {
            return Optional.of(GeminiError.oauthExpected());
        }
        if (key == null || key.isEmpty()) {
            return Optional.of(GeminiError.missingKey());
        }
        return stage.accepts(key) ? Optional.empty() : Optional.of(GeminiError.invalidKey());
    }
}
