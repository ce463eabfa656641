package dev.tollgate.edge.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tollgate.contract.change.ChangePage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The verdicts an edge holds, both kinds bounded.
///
/// An answer is stored first and checked against the last changes then, a page is noted first and the cache looked
/// through then: whichever comes second drops what is outdated.
@Singleton
class KeyCache {
    private final LastChanges changes;
    private final Cache<KeyHash, KnownKey> known;
    private final Cache<KeyHash, UnknownKey> unknown;

    KeyCache(KeyConfig config, MeterRegistry metrics) {
        this.changes = new LastChanges(config.changesMax());
        this.known = bounded(config.knownMax(), config.outageGrace());
        this.unknown = bounded(config.unknownMax(), config.unknownTtl());
        gauge(metrics, "known", known);
        gauge(metrics, "unknown", unknown);
    }

    /// To be read before an answer is asked for.
    long epoch() {
        return changes.epoch();
    }

    @Nullable
    KnownKey known(KeyHash hash) {
        return known.getIfPresent(hash);
    }

    /// Whether this very verdict is still the one held.
    boolean holds(KeyHash hash, KnownKey key) {
        KnownKey held = known.getIfPresent(hash);
        return held != null && held.equals(key);
    }

    @Nullable
    UnknownKey unknown(KeyHash hash) {
        return unknown.getIfPresent(hash);
    }

    /// @return false when the answer was outdated on arrival: it is not kept and must not be used
    boolean store(KeyHash hash, KnownKey key) {
        unknown.invalidate(hash);
        known.put(hash, key);
        if (key.isOutdated(changes)) {
            known.asMap().remove(hash, key);
            return false;
        }
        return true;
    }

    /// @return false when the answer was outdated on arrival
    boolean storeUnknown(KeyHash hash, UnknownKey key) {
        known.invalidate(hash);
        unknown.put(hash, key);
        if (key.isOutdated(changes)) {
            unknown.asMap().remove(hash, key);
            return false;
        }
        return true;
    }

    /// Drops what the page outdates.
    void take(ChangePage page) {
        changes.take(page);
        known.asMap().values().removeIf(key -> key.isOutdated(changes));
        unknown.asMap().values().removeIf(key -> key.isOutdated(changes));
    }

    private static <T> Cache<KeyHash, T> bounded(long max, Duration kept) {
        return Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterWrite(kept)
                .executor(Runnable::run)
                .build();
    }

    private static void gauge(MeterRegistry metrics, String kind, Cache<?, ?> cache) {
        Gauge.builder("tollgate.key.cache.size", cache, Cache::estimatedSize)
                .description("Verdicts held")
                .tag("kind", kind)
                .register(metrics);
    }
}
