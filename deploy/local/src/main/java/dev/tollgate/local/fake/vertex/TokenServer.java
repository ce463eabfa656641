package dev.tollgate.local.fake.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Hands out access tokens for assertions that the demo's service account has signed (RFC 7523), and knows them
/// again.
final class TokenServer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    /// Google's own address, whichever was posted to: its library writes no other.
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final long LIFE_SECONDS = 3_600;
    private static final long SKEW_SECONDS = 60;
    private static final int TOKENS_MAX = 1_000;

    private final Set<String> tokens = new LinkedHashSet<>();
    private long sequence;

    boolean knows(String token) {
        return tokens.contains(token);
    }

    /// @param form as it was posted
    /// @return the answer; with `error` when there is none
    ObjectNode answer(String form, Instant now) {
        Map<String, String> fields = fields(form);
        if (!GRANT.equals(fields.get("grant_type"))) {
            return error("unsupported_grant_type", "Invalid grant_type");
        }
        String complaint = complaint(fields.getOrDefault("assertion", ""), now.getEpochSecond());
        if (complaint != null) {
            return error("invalid_grant", complaint);
        }
        String token = "ya29.demo-" + ++sequence;
        tokens.add(token);
        if (tokens.size() > TOKENS_MAX) {
            tokens.remove(tokens.iterator().next());
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("access_token", token)
                .put("expires_in", LIFE_SECONDS)
                .put("token_type", "Bearer");
    }

    private static @Nullable String complaint(String assertion, long now) {
        String[] parts = assertion.split("\\.", -1);
        if (parts.length != 3) {
            return "Invalid JWT: it has not three parts";
        }
        try {
            JsonNode head = JSON.readTree(decoded(parts[0]));
            JsonNode claims = JSON.readTree(decoded(parts[1]));
            if (!head.path("alg").asText().equals("RS256") || !signed(parts)) {
                return "Invalid JWT Signature.";
            }
            boolean timely = claims.path("iat").asLong() <= now + SKEW_SECONDS
                    && claims.path("exp").asLong() > now
                    && claims.path("exp").asLong() <= claims.path("iat").asLong() + LIFE_SECONDS;
            boolean right = claims.path("iss").asText().equals(DemoServiceAccount.EMAIL)
                    && claims.path("aud").asText().equals(AUDIENCE)
                    && claims.path("scope").asText().contains(SCOPE);
            return timely && right ? null : "Invalid JWT: its claims are not as they should be";
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            return "Invalid JWT: it cannot be read";
        }
    }

    private static boolean signed(String[] parts) throws GeneralSecurityException {
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(DemoServiceAccount.publicKey());
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return check.verify(decoded(parts[2]));
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                fields.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    private static ObjectNode error(String code, String description) {
        return JsonNodeFactory.instance.objectNode().put("error", code).put("error_description", description);
    }
}
