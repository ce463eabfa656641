package dev.tollgate.operator.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.management.Words;
import dev.tollgate.operator.resource.ApiKey;
import dev.tollgate.operator.resource.Limits;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides by what there is alone, so that it does not matter where the operator died: a key is found by its
/// name, which has the resource's uid in it; a secret that was lost on its way into the Secret is replaced by
/// another.
final class KeyPlan {
    private static final int NAME_MAX = 150;
    private static final Limits NO_LIMITS = new Limits(null, null, null, null);

    private final ApiKey resource;
    private final String accountId;

    /// @param accountId that is bound to the resource's namespace
    KeyPlan(ApiKey resource, String accountId) {
        this.resource = resource;
        this.accountId = accountId;
    }

    /// A key's name at the management API; nobody else's has the uid.
    static String name(ApiKey resource) {
        String name = resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName();
        return (name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX)) + " ("
                + resource.getMetadata().getUid() + ")";
    }

    /// The first step of those that are left.
    ///
    /// @param keys all of the resource's
    /// @param secret null when there is none
    KeyStep next(List<SeenKey> keys, @Nullable SeenSecret secret, Instant now) {
        Optional<SeenKey> foreign = keys.stream()
                .filter(key -> !key.revoked() && !key.accountId().equals(accountId))
                .findFirst();
        if (foreign.isPresent()) {
            return new KeyStep.Revoke(foreign.get().id());
        }
        List<SeenKey> current = keys.stream()
                .filter(SeenKey::isCurrent)
                .sorted(Comparator.comparingLong(SeenKey::createdAt).thenComparing(SeenKey::id))
                .toList();
        if (current.isEmpty()) {
            return ended(keys).<KeyStep>map(key -> new KeyStep.Ended(key.id())).orElseGet(() -> mint(keys));
        }
        SeenKey key = chosen(current, secret);
        Optional<SeenKey> other =
                current.stream().filter(one -> !one.id().equals(key.id())).findFirst();
        return other.<KeyStep>map(one -> new KeyStep.Revoke(one.id())).orElseGet(() -> next(key, secret, now));
    }

    /// When it is rotated by itself; empty for never.
    Optional<Instant> rotatesAt(SeenKey key) {
        ApiKey.Rotation rotation = resource.getSpec().rotation();
        String every = rotation == null ? null : rotation.every();
        return every == null
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(key.createdAt()).plus(Durations.of(every)));
    }

    long round() {
        ApiKey.Rotation rotation = resource.getSpec().rotation();
        Long round = rotation == null ? null : rotation.round();
        return round == null ? 0 : round;
    }

    private KeyStep next(SeenKey key, @Nullable SeenSecret secret, Instant now) {
        if (secret == null) {
            return new KeyStep.Rotate(key.id(), wasDelivered(key) ? graceSeconds() : 0);
        }
        if (!secret.keyId().equals(key.id())) {
            // The secret of this one was lost on its way: nobody has it.
            return new KeyStep.Rotate(key.id(), 0);
        }
        ObjectNode changes = changes(key.view());
        if (!changes.isEmpty()) {
            return new KeyStep.Change(key.id(), changes);
        }
        boolean due = rotatesAt(key).filter(at -> !at.isAfter(now)).isPresent();
        return due || round() > secret.round() ? new KeyStep.Rotate(key.id(), graceSeconds()) : new KeyStep.Rest(key);
    }

    /// The key that this resource had last, on the same account, if it is revoked.
    private Optional<SeenKey> ended(List<SeenKey> keys) {
        ApiKey.Status status = resource.getStatus();
        return keys.stream()
                .filter(key -> status != null
                        && key.id().equals(status.keyId())
                        && accountId.equals(status.accountId())
                        && key.revoked())
                .findFirst();
    }

    private KeyStep mint(List<SeenKey> keys) {
        ObjectNode command = wanted();
        command.put("account_id", accountId);
        Iterator<JsonNode> fields = command.iterator();
        while (fields.hasNext()) {
            JsonNode field = fields.next();
            // What a change takes as "none" a new key says by silence.
            boolean empty = field.asText().isEmpty() && field.isEmpty();
            if (empty || (field.isLong() && field.longValue() == 0)) {
                fields.remove();
            }
        }
        String once = "apikey/" + resource.getMetadata().getUid() + "/" + accountId + "/" + keys.size() + "/"
                + Words.digest(command);
        return new KeyStep.Mint(command, once);
    }

    private static SeenKey chosen(List<SeenKey> current, @Nullable SeenSecret secret) {
        return current.stream()
                .filter(key -> secret != null && key.id().equals(secret.keyId()))
                .findFirst()
                .orElse(current.getLast());
    }

    /// Whether the Secret has had it once: pods may still use it.
    private boolean wasDelivered(SeenKey key) {
        ApiKey.Status status = resource.getStatus();
        return status != null && key.id().equals(status.keyId());
    }

    private long graceSeconds() {
        ApiKey.Rotation rotation = resource.getSpec().rotation();
        String grace = rotation == null ? null : rotation.grace();
        return grace == null ? 0 : Durations.of(grace).toSeconds();
    }

    /// The fields that differ from what the resource says.
    private ObjectNode changes(JsonNode seen) {
        ObjectNode wanted = wanted();
        Iterator<String> names = wanted.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (isSame(wanted.get(name), seen.path(name))) {
                names.remove();
            }
        }
        return wanted;
    }

    /// None is said by an empty text or list, or by 0, where the view leaves it out.
    private static boolean isSame(JsonNode wanted, JsonNode seen) {
        boolean none = (wanted.isTextual() && wanted.asText().isEmpty())
                || (wanted.isArray() && wanted.isEmpty())
                || (wanted.isLong() && wanted.longValue() == 0);
        boolean nothing = seen.isNull() || seen.isMissingNode() || (seen.isArray() && seen.isEmpty());
        return none ? nothing : Words.isSame(wanted, seen);
    }

    private ObjectNode wanted() {
        ApiKey.Spec spec = resource.getSpec();
        ObjectNode wanted = Management.JSON.createObjectNode();
        String expiry = spec.expiresAt();
        Limits limits = spec.limits();
        wanted.put("name", name(resource));
        wanted.put("group", Objects.requireNonNullElse(spec.group(), ""));
        wanted.put("status", Boolean.TRUE.equals(spec.disabled()) ? "DISABLED" : "ACTIVE");
        wanted.put("expires_at", expiry == null ? 0L : Instant.parse(expiry).getEpochSecond());
        wanted.set("scopes", list(spec.scopes()));
        wanted.set("models", list(spec.models()));
        wanted.set("ip_allow", list(spec.ipAllow()));
        wanted.set("limits", Words.said(limits == null ? NO_LIMITS : limits));
        return wanted;
    }

    private static ArrayNode list(@Nullable List<String> items) {
        ArrayNode array = Management.JSON.createArrayNode();
        if (items != null) {
            items.forEach(array::add);
        }
        return array;
    }
}
