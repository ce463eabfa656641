package dev.tollgate.local.demo;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges the `Authorization` header as OpenAI does.
final class Authorization {

    private static final String SCHEME = "bearer ";
    private static final String FORM = "You didn't provide an API key. You need to provide your API key in an "
            + "Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";

    private Authorization() {}

    static Optional<Rejection> check(HttpServerRequest request, DemoSettings settings) {
        String header = request.getHeader("authorization");
        String wanted = settings.apiKey();
        if (header == null) {
            return wanted == null ? Optional.empty() : Optional.of(Rejection.unauthorized(FORM));
        }
        String given = bearer(header);
        if (given == null) {
            return Optional.of(Rejection.unauthorized(FORM));
        }
        if (wanted != null && !same(wanted, given)) {
            return Optional.of(Rejection.unauthorized("Incorrect API key provided: " + masked(given)
                    + ". You can find your API key at https://platform.openai.com/account/api-keys."));
        }
        return Optional.empty();
    }

    /// The token of a Bearer header, or null when it has another form.
    static @Nullable String bearer(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : token;
    }

    private static boolean same(String wanted, String given) {
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String masked(String key) {
        return key.length() < 12 ? "****" : key.substring(0, 8) + "****" + key.substring(key.length() - 4);
    }
}
