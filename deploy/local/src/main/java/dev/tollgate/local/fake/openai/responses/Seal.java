package dev.tollgate.local.fake.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Thoughts that only the key under which they were told can bring back.
final class Seal {

    private static final String FIELD = "encrypted_content";

    private Seal() {}

    static String of(String thoughts, String key) {
        String sealed = key.hashCode() + ":" + thoughts;
        return Base64.getEncoder().encodeToString(sealed.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<Rejection> check(JsonNode body, String key) {
        return Nested.elements(body.path("input"))
                .filter(item -> item.path(FIELD).isTextual())
                .map(item -> item.path(FIELD).textValue())
                .filter(content -> !isOurs(content, key))
                .map(content -> Rejection.invalid(
                        "The encrypted content for item could not be verified.", null, "invalid_encrypted_content"))
                .findFirst();
    }

    private static boolean isOurs(String sealed, String key) {
        try {
            String opened = new String(Base64.getDecoder().decode(sealed), StandardCharsets.UTF_8);
            return opened.startsWith(key.hashCode() + ":");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
