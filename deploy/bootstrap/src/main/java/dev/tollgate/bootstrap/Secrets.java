package dev.tollgate.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.bootstrap.KubeApi.Kind;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Secrets of the namespace. Values that are there are never changed by whoever only looks for missing ones.
final class Secrets {
    private static final int BYTES = 32;
    private static final int TRIES = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KubeApi api;

    Secrets(KubeApi api) {
        this.api = api;
    }

    /// Random enough for any secret, in letters and digits.
    static String random() {
        return HexFormat.of().formatHex(bytes());
    }

    /// 32 random bytes, for a key.
    static String randomKey() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    /// The values of a Secret; empty when it is not there.
    Map<String, String> read(String name) {
        return api.get(Kind.SECRET, name).map(Secrets::values).orElse(Map.of());
    }

    /// Adds the values of those keys that the Secret lacks; makes it where it is missing. Of two who do so at once,
    /// each gets what is then there.
    ///
    /// @return the keys that this call added
    Set<String> addMissing(String name, Map<String, String> wanted) {
        for (int i = 0; i < TRIES; i++) {
            Optional<JsonNode> there = api.get(Kind.SECRET, name);
            Map<String, String> missing = new TreeMap<>(wanted);
            missing.keySet()
                    .removeAll(there.map(Secrets::values).orElse(Map.of()).keySet());
            if (missing.isEmpty() || write(name, there.orElse(null), missing)) {
                return missing.keySet();
            }
        }
        throw new BootstrapException("the Secret " + name + " is changed by somebody again and again");
    }

    /// Writes these values if the Secret still holds nothing else than what was seen of them.
    ///
    /// @param seen what [#read] said before
    /// @return false when somebody else has written meanwhile
    boolean replace(String name, Map<String, String> seen, Map<String, String> values) {
        Optional<JsonNode> there = api.get(Kind.SECRET, name);
        Map<String, String> now = there.map(Secrets::values).orElse(Map.of());
        for (String key : values.keySet()) {
            if (!Objects.equals(now.get(key), seen.get(key))) {
                return false;
            }
        }
        return write(name, there.orElse(null), values);
    }

    private boolean write(String name, @Nullable JsonNode there, Map<String, String> values) {
        ObjectNode secret = there == null ? blank(name) : there.deepCopy();
        ObjectNode data = secret.withObjectProperty("data");
        values.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return (there == null ? api.create(Kind.SECRET, secret) : api.replace(Kind.SECRET, secret)).isPresent();
    }

    private static ObjectNode blank(String name) {
        ObjectNode secret = KubeApi.JSON.createObjectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
        secret.putObject("metadata")
                .put("name", name)
                .putObject("labels")
                .put("app.kubernetes.io/part-of", "tollgate")
                .put("app.kubernetes.io/managed-by", "tollgate-bootstrap");
        return secret;
    }

    private static Map<String, String> values(JsonNode secret) {
        Map<String, String> values = new TreeMap<>();
        secret.path("data")
                .properties()
                .forEach(entry -> values.put(
                        entry.getKey(),
                        new String(Base64.getDecoder().decode(entry.getValue().asText()), StandardCharsets.UTF_8)));
        return values;
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
