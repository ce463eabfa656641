package dev.tollgate.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Secrets of the namespace. Values that are there are never changed by whoever only looks for missing ones.
final class Secrets {
    private static final int BYTES = 32;
    private static final int TRIES = 10;
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String PROGRAM = "tollgate-bootstrap";
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
        throw changedAgainAndAgain(name);
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

    /// Lets those of these Secrets that this program made be deleted with a ServiceAccount, or outlive it. Either
    /// can be asked for later, too.
    ///
    /// @param owner the ServiceAccount's name; null for none
    /// @return the Secrets that this call changed
    /// @throws BootstrapException when there is no such ServiceAccount
    Set<String> belongTo(@Nullable String owner, Set<String> names) {
        ArrayNode owners = KubeApi.JSON.createArrayNode();
        if (owner != null) {
            owners.add(reference(owner));
        }
        Set<String> changed = new TreeSet<>(names);
        changed.removeIf(name -> !give(name, owners));
        return changed;
    }

    /// @return false when there is no such Secret of ours, or its owners are these already
    private boolean give(String name, ArrayNode owners) {
        for (int i = 0; i < TRIES; i++) {
            Optional<JsonNode> there = api.get(Kind.SECRET, name).filter(Secrets::isOurs);
            if (there.isEmpty() || owners(there.get()).equals(owners)) {
                return false;
            }
            ObjectNode secret = there.get().deepCopy();
            secret.withObjectProperty("metadata").set("ownerReferences", owners);
            if (api.replace(Kind.SECRET, secret).isPresent()) {
                return true;
            }
        }
        throw changedAgainAndAgain(name);
    }

    private static JsonNode owners(JsonNode secret) {
        JsonNode owners = secret.at("/metadata/ownerReferences");
        return owners.isMissingNode() ? KubeApi.JSON.createArrayNode() : owners;
    }

    private static boolean isOurs(JsonNode secret) {
        return secret.at("/metadata/labels").path(MANAGED_BY).asText().equals(PROGRAM);
    }

    private ObjectNode reference(String account) {
        JsonNode owner = api.get(Kind.SERVICE_ACCOUNT, account)
                .orElseThrow(() -> new BootstrapException("there is no ServiceAccount " + account));
        return KubeApi.JSON
                .createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "ServiceAccount")
                .put("name", account)
                .put("uid", owner.at("/metadata/uid").asText());
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
                .put(MANAGED_BY, PROGRAM);
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

    private static BootstrapException changedAgainAndAgain(String name) {
        return new BootstrapException("the Secret " + name + " is changed by somebody again and again");
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
