package dev.tollgate.billing.receipt;

import dev.tollgate.contract.receipt.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which key signs now: the first in the configuration that was published long enough ago for whoever keeps public
/// keys for a while; before any was, the one that was published first. So a new key is put in front and begins by
/// itself, on all replicas at the same moment.
final class Signer {
    private Signer() {}

    /// @param configured newest first
    /// @param published by id; a configured key that is not among them does not sign
    /// @throws IllegalStateException when a key is not the one that was published under its id
    static Optional<SigningKey> choose(
            List<SigningKey> configured, List<PublishedKey> published, Instant now, Duration notice) {
        Map<String, PublishedKey> byId =
                published.stream().collect(Collectors.toMap(PublishedKey::id, Function.identity()));
        for (SigningKey key : configured) {
            PublishedKey shown = byId.get(key.id());
            if (shown != null && !shown.hex().equals(HexFormat.of().formatHex(key.publicKey()))) {
                throw new IllegalStateException("receipt key " + key.id()
                        + " is not the one that was published under this id: give the new key an id of its own");
            }
        }
        List<SigningKey> ready =
                configured.stream().filter(key -> byId.containsKey(key.id())).toList();
        return ready.stream()
                .filter(key -> !published(byId, key).isAfter(now.minus(notice)))
                .findFirst()
                .or(() -> ready.stream().min(Comparator.comparing(key -> published(byId, key))));
    }

    private static Instant published(Map<String, PublishedKey> byId, SigningKey key) {
        return Objects.requireNonNull(byId.get(key.id())).publishedAt();
    }
}
