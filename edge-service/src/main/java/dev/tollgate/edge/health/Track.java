package dev.tollgate.edge.health;

import dev.tollgate.contract.routing.v1.HealthReport.Seen;
import dev.tollgate.edge.dispatch.Sighting;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One deployment as the reporter follows it: what is still to be told, and the last minute.
final class Track {
    /// Looks that make the minute, at the preset interval.
    static final int LOOKS = 12;

    private final long[] attempts = new long[LOOKS];
    private final long[] failures = new long[LOOKS];
    private final Map<String, Long> failuresToTell = new HashMap<>();
    private long attemptsToTell;
    private boolean unwell;
    private boolean news;
    private long stateSince;
    private @Nullable Long provenAt;
    private Sighting last;

    Track(String deployment, long nowMillis) {
        this.last = new Sighting(deployment, false, 0, 0, null, 0, Map.of(), null);
        this.stateSince = nowMillis;
    }

    /// @param look number of the present interval
    void see(Sighting sighting, long look, long nowMillis) {
        int slot = (int) (look % LOOKS);
        attempts[slot] += sighting.attempts();
        failures[slot] += sighting.failed();
        attemptsToTell += sighting.attempts();
        sighting.failures().forEach((fault, count) -> failuresToTell.merge(fault, count, Long::sum));
        if (sighting.isUnwell() != unwell || sighting.open() != last.open()) {
            stateSince = nowMillis;
            news = true;
        }
        // One more cooldown, or one more failure of what is open: others have to know until when.
        news |= sighting.isUnwell() && sighting.attempts() > 0;
        unwell = sighting.isUnwell();
        last = sighting;
    }

    /// A new interval begins: what was counted a minute ago goes.
    void turn(long look) {
        int slot = (int) (look % LOOKS);
        attempts[slot] = 0;
        failures[slot] = 0;
    }

    /// An active probe has found it well.
    void proven(long nowMillis) {
        provenAt = nowMillis;
        news = true;
    }

    boolean hasNews() {
        return news;
    }

    /// Whether there is anything to say of it at all.
    boolean isOfInterest() {
        return news || unwell || attemptsToTell > 0 || recentAttempts() > 0;
    }

    long recentAttempts() {
        return sum(attempts);
    }

    long recentFailures() {
        return sum(failures);
    }

    Sighting last() {
        return last;
    }

    /// What is to be told; it counts as told from here on.
    Seen tell(long nowMillis) {
        Seen seen = new Seen(
                last.deployment(),
                last.open(),
                last.openMillis(),
                last.coolingMillis(),
                nowMillis - stateSince,
                last.why(),
                provenAt == null ? null : (Long) (nowMillis - provenAt),
                attemptsToTell,
                failuresToTell,
                recentAttempts(),
                recentFailures(),
                last.firstByteMillis());
        attemptsToTell = 0;
        failuresToTell.clear();
        news = false;
        return seen;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
