package dev.tollgate.edge.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Which deployment has a conversation's beginning in its prompt cache, as far as this edge has seen, for as long as
/// the provider keeps it; and which openings are in use so seldom that one deployment had better have them all.
/// Other edges need not be told: without a pin all of them choose alike.
@Singleton
class Pins {
    /// Uses within a cache's lifetime, per deployment, that keep an opening in every deployment's cache.
    static final int OFTEN = 3;

    private static final int PINS_MAX = 200_000;
    private static final int OPENINGS_MAX = 50_000;

    private record Key(String model, long hash) {}

    private record Pin(String deployment, long millis) {}

    /// @param before uses in the window before this one
    private record Uses(long sinceNanos, int count, int before, long millis) {
        Uses next(long now) {
            long windows = (now - sinceNanos) / (millis * 1_000_000L);
            return windows == 0
                    ? new Uses(sinceNanos, count + 1, before, millis)
                    : new Uses(now, 1, windows == 1 ? count : 0, millis);
        }
    }

    private final Ticker ticker;
    private final Cache<Key, Pin> pins;
    private final Cache<Key, Uses> openings;

    @Inject
    Pins() {
        this(Ticker.systemTicker());
    }

    Pins(Ticker ticker) {
        this.ticker = ticker;
        this.pins = Caffeine.newBuilder()
                .maximumSize(PINS_MAX)
                .ticker(ticker)
                .expireAfter(Expiry.<Key, Pin>writing((key, pin) -> Duration.ofMillis(pin.millis())))
                .build();
        this.openings = Caffeine.newBuilder()
                .maximumSize(OPENINGS_MAX)
                .ticker(ticker)
                .expireAfter(Expiry.<Key, Uses>writing((key, uses) -> Duration.ofMillis(2 * uses.millis())))
                .build();
    }

    @Nullable
    String of(String model, long conversation) {
        Pin pin = pins.getIfPresent(new Key(model, conversation));
        return pin == null ? null : pin.deployment();
    }

    /// @param millis for which the provider keeps what it was just sent
    void pin(String model, long conversation, String deployment, long millis) {
        pins.put(new Key(model, conversation), new Pin(deployment, millis));
    }

    /// The same, without a use.
    boolean wasSeldom(String model, long opening, int deployments) {
        Uses uses = openings.getIfPresent(new Key(model, opening));
        return uses == null || Math.max(uses.count(), uses.before()) <= OFTEN * deployments;
    }

    /// Counts a use of an opening.
    ///
    /// @return whether it is used too seldom to be in the caches of so many deployments
    boolean isSeldom(String model, long opening, int deployments, long millis) {
        long now = ticker.read();
        Uses uses = openings.asMap()
                .compute(
                        new Key(model, opening),
                        (key, before) -> before == null ? new Uses(now, 1, 0, millis) : before.next(now));
        return Math.max(uses.count(), uses.before()) <= OFTEN * deployments;
    }
}
