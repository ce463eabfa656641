package dev.tollgate.edge.journal;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;

/// A journal's configuration that a test varies.
record TestSettings(
        Path dir, Sync sync, long segment, long max, int queueMax, int freshMax, int batchMax, Duration drainGrace)
        implements JournalConfig {
    static TestSettings in(Path dir) {
        return new TestSettings(dir, Sync.NONE, 64 << 10, 8 << 20, 4_096, 8_192, 500, Duration.ofSeconds(5));
    }

    TestSettings segments(long bytes, long all) {
        return new TestSettings(dir, sync, bytes, all, queueMax, freshMax, batchMax, drainGrace);
    }

    TestSettings syncing(Sync how) {
        return new TestSettings(dir, how, segment, max, queueMax, freshMax, batchMax, drainGrace);
    }

    TestSettings memory(int frames, int batch) {
        return new TestSettings(dir, sync, segment, max, queueMax, frames, batch, drainGrace);
    }

    TestSettings grace(Duration grace) {
        return new TestSettings(dir, sync, segment, max, queueMax, freshMax, batchMax, grace);
    }

    @Override
    public MemorySize segmentBytes() {
        return new MemorySize(BigInteger.valueOf(segment));
    }

    @Override
    public MemorySize maxBytes() {
        return new MemorySize(BigInteger.valueOf(max));
    }

    @Override
    public Duration groupPause() {
        return Duration.ofNanos(100_000);
    }

    @Override
    public Duration batchInterval() {
        return Duration.ofMillis(100);
    }

    @Override
    public Duration batchPause() {
        return batchInterval();
    }

    @Override
    public Duration openAfter() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration backoffMax() {
        return Duration.ofSeconds(1);
    }
}
