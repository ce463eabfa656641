package dev.tollgate.edge.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/// What the cache of answers saves, and what it does not.
@Startup
@Singleton
class CacheMetrics {
    private final Counter hit;
    private final Counter miss;
    private final Counter skipped;
    private final Counter error;
    private final Counter kept;
    private final Counter tooLarge;
    private final Counter crowded;
    private final Counter failed;
    private final Counter read;
    private final Counter written;

    CacheMetrics(MeterRegistry registry) {
        this.hit = requests(registry, "hit");
        this.miss = requests(registry, "miss");
        this.skipped = requests(registry, "skipped");
        this.error = requests(registry, "error");
        this.kept = answers(registry, "kept");
        this.tooLarge = answers(registry, "too_large");
        this.crowded = answers(registry, "crowded");
        this.failed = answers(registry, "failed");
        this.read = bytes(registry, "read");
        this.written = bytes(registry, "written");
    }

    private static Counter requests(MeterRegistry registry, String result) {
        return Counter.builder("tollgate.edge.cache.requests")
                .description("Requests of groups with a cache of answers, by whether they were answered from it")
                .tag("result", result)
                .register(registry);
    }

    private static Counter answers(MeterRegistry registry, String result) {
        return Counter.builder("tollgate.edge.cache.answers")
                .description("Answers that were to be kept, by what became of that")
                .tag("result", result)
                .register(registry);
    }

    private static Counter bytes(MeterRegistry registry, String direction) {
        return Counter.builder("tollgate.edge.cache.bytes")
                .description("Sealed answers from and to Redis")
                .baseUnit("bytes")
                .tag("direction", direction)
                .register(registry);
    }

    void hit() {
        hit.increment();
    }

    void miss() {
        miss.increment();
    }

    void skipped() {
        skipped.increment();
    }

    void error() {
        error.increment();
    }

    void kept(int bytes) {
        kept.increment();
        written.increment(bytes);
    }

    void tooLarge() {
        tooLarge.increment();
    }

    void crowded() {
        crowded.increment();
    }

    void failed() {
        failed.increment();
    }

    void read(int bytes) {
        read.increment(bytes);
    }
}
