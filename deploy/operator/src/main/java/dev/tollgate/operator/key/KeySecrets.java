package dev.tollgate.operator.key;

import dev.tollgate.operator.resource.ApiKey;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Secrets that keys are put into. One that belongs to somebody else is never touched.
final class KeySecrets {
    static final String API_KEY = "api-key";
    static final String BASE_URL = "base-url";

    private static final String KEY_ID = "tollgate.dev/key-id";
    private static final String ROUND = "tollgate.dev/round";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String OPERATOR = "tollgate-operator";

    private final Optional<String> edgeUrl;

    KeySecrets(Optional<String> edgeUrl) {
        this.edgeUrl = edgeUrl;
    }

    /// What stands under a Secret's name.
    sealed interface Found {
        record Nothing() implements Found {}

        record Own(SeenSecret secret) implements Found {}

        record Foreign() implements Found {}
    }

    static String name(ApiKey key) {
        String said = key.getSpec().secretName();
        return said == null ? key.getMetadata().getName() : said;
    }

    Found find(ApiKey key, KubernetesClient client) {
        Secret secret = client.secrets()
                .inNamespace(key.getMetadata().getNamespace())
                .withName(name(key))
                .get();
        if (secret == null) {
            return new Found.Nothing();
        }
        return isOwn(key, secret) ? new Found.Own(seen(secret)) : new Found.Foreign();
    }

    /// @param value of the key
    void store(ApiKey key, String keyId, String value, long round, KubernetesClient client) {
        Map<String, String> data = new HashMap<>(Map.of(API_KEY, value));
        edgeUrl.ifPresent(url -> data.put(BASE_URL, url));
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name(key))
                .withNamespace(key.getMetadata().getNamespace())
                .addToLabels(MANAGED_BY, OPERATOR)
                .addToAnnotations(KEY_ID, keyId)
                .addToAnnotations(ROUND, Long.toString(round))
                .withOwnerReferences(owner(key))
                .endMetadata()
                .withType("Opaque")
                .withStringData(data)
                .build();
        var place = client.secrets().inNamespace(key.getMetadata().getNamespace());
        Secret there = place.withName(name(key)).get();
        if (there == null) {
            place.resource(secret).create();
        } else if (isOwn(key, there)) {
            secret.getMetadata().setResourceVersion(there.getMetadata().getResourceVersion());
            place.resource(secret).update();
        } else {
            throw new IllegalStateException("Secret " + name(key) + " is somebody else's now");
        }
    }

    /// Without its value, as good as none: it is written anew.
    private static SeenSecret seen(Secret secret) {
        Map<String, String> notes = secret.getMetadata().getAnnotations();
        boolean whole = secret.getData() != null && secret.getData().containsKey(API_KEY) && notes != null;
        return new SeenSecret(whole ? notes.getOrDefault(KEY_ID, "") : "", whole ? number(notes.get(ROUND)) : 0);
    }

    private static long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    }

    private static boolean isOwn(ApiKey key, Secret secret) {
        return secret.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> key.getMetadata().getUid().equals(owner.getUid()));
    }

    private static OwnerReference owner(ApiKey key) {
        return new OwnerReferenceBuilder()
                .withApiVersion(key.getApiVersion())
                .withKind(key.getKind())
                .withName(key.getMetadata().getName())
                .withUid(key.getMetadata().getUid())
                .withController(true)
                .build();
    }
}
