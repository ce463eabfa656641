package dev.tollgate.billing;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The clock of billing's decisions in tests: the system's, unless a test moves it. Who moves it resets it.
@Singleton
public class TestClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    public void moveTo(Instant moment) {
        ahead = Duration.between(Instant.now(), moment);
    }

    public void moveBy(Duration duration) {
        ahead = ahead.plus(duration);
    }

    public void reset() {
        ahead = Duration.ZERO;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("moments only");
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}
