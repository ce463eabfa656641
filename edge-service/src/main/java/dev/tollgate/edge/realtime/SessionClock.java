package dev.tollgate.edge.realtime;

/// Watches a session's times: its idleness, its age, and whether both ends still answer pings.
final class SessionClock {
    /// What is found.
    enum Finding {
        GO_ON,
        CLIENT_GONE,
        PROVIDER_GONE,
        IDLE,
        EXPIRED
    }

    private final Side client;
    private final Side provider;
    private final long idleNanos;
    private final long ageNanos;
    private final long pingNanos;
    private final long beganNanos = System.nanoTime();
    private long heardNanos = beganNanos;

    SessionClock(RealtimeConfig config, Side client, Side provider) {
        this.client = client;
        this.provider = provider;
        this.idleNanos = config.idleMax().toNanos();
        this.ageNanos = config.sessionMax().toNanos();
        this.pingNanos = config.pingInterval().toNanos();
    }

    /// An event came, of either side.
    void heard() {
        heardNanos = System.nanoTime();
    }

    Finding look() {
        long now = System.nanoTime();
        if (client.ping(now, pingNanos)) {
            return Finding.CLIENT_GONE;
        }
        if (provider.ping(now, pingNanos)) {
            return Finding.PROVIDER_GONE;
        }
        if (now - beganNanos > ageNanos) {
            return Finding.EXPIRED;
        }
        return now - heardNanos > idleNanos ? Finding.IDLE : Finding.GO_ON;
    }
}
