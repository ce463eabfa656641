package dev.tollgate.local.fake.openai;

import dev.tollgate.local.fake.Exchange;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges the `Authorization` header as OpenAI does.
public final class BearerKey {

    private static final String SCHEME = "bearer ";
    private static final String FORM = "You didn't provide an API key. You need to provide your API key in an "
            + "Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";

    private BearerKey() {}

    /// @return empty when the key is right, or when none is given and none is wanted
    public static Optional<Rejection> check(Exchange exchange) {
        String header = exchange.request().getHeader("authorization");
        if (header == null) {
            return exchange.stage().apiKey() == null ? Optional.empty() : Optional.of(Rejection.unauthorized(FORM));
        }
        String given = of(header);
        if (given == null) {
            return Optional.of(Rejection.unauthorized(FORM));
        }
        return exchange.stage().accepts(given) ? Optional.empty() : Optional.of(wrong(given));
    }

    /// The token of a Bearer header, or null when it has another form.
    public static @Nullable String of(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : token;
    }

    static Rejection wrong(String given) {
        return Rejection.unauthorized("Incorrect API key provided: " + masked(given)
                + ". You can find your API key at https://platform.openai.com/account/api-keys.");
    }

    private static String masked(String key) {
        return key.length() < 12 ? "****" : key.substring(0, 8) + "****" + key.substring(key.length() - 4);
    }
}
