package dev.tollgate.edge.relay;

import java.time.Duration;

/// Since when the provider and the client have heard nothing of each other. The clock is read once a round, not
/// with every packet.
final class Silence {
    private boolean heard;
    private boolean told;
    private long heardNanos = System.nanoTime();
    private long toldNanos = heardNanos;

    /// Something came from the provider, or could not come as we held it back.
    void heard() {
        heard = true;
    }

    /// Something went to the client.
    void told() {
        told = true;
    }

    /// A round of the clock.
    void at(long now) {
        if (heard) {
            heard = false;
            heardNanos = now;
        }
        if (told) {
            told = false;
            toldNanos = now;
        }
    }

    boolean ofProvider(long now, long limitMillis) {
        return now - heardNanos > Duration.ofMillis(limitMillis).toNanos();
    }

    boolean toClient(long now, Duration limit) {
        return now - toldNanos > limit.toNanos();
    }
}
