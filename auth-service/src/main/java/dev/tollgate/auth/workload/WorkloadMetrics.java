package dev.tollgate.auth.workload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// What became of tokens, and how the file and the issuers' keys stand.
@Startup
@ApplicationScoped
class WorkloadMetrics {
    private final Counter accepted;
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);
    private final Counter read;
    private final Counter notRead;
    private final AtomicLong failing = new AtomicLong();
    private final AtomicLong faulty = new AtomicLong();

    WorkloadMetrics(MeterRegistry registry) {
        accepted = tokens(registry, "accepted");
        for (Reason reason : Reason.values()) {
            refused.put(reason, tokens(registry, reason.label()));
        }
        read = reads(registry, "read");
        notRead = reads(registry, "failed");
        Gauge.builder("tollgate.auth.workload.issuers.failing", failing, AtomicLong::get)
                .description("Issuers whose keys could not be read when they were last asked for")
                .register(registry);
        Gauge.builder("tollgate.auth.workload.file.faulty", faulty, AtomicLong::get)
                .description("1 while the workloads file has a fault and the last good one holds")
                .register(registry);
    }

    void accepted() {
        accepted.increment();
    }

    void refused(Reason reason) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    void read() {
        read.increment();
    }

    void notRead() {
        notRead.increment();
    }

    /// @param issuersFailing how many of the issuers can't be read
    void held(long issuersFailing) {
        failing.set(issuersFailing);
    }

    void file(boolean isFaulty) {
        faulty.set(isFaulty ? 1 : 0);
    }

    private static Counter tokens(MeterRegistry registry, String result) {
        return Counter.builder("tollgate.auth.workload.tokens")
                .description("ServiceAccounts' tokens that edges asked about")
                .tag("result", result)
                .register(registry);
    }

    private static Counter reads(MeterRegistry registry, String result) {
        return Counter.builder("tollgate.auth.workload.key.reads")
                .description("Times that an issuer's keys were asked for")
                .tag("result", result)
                .register(registry);
    }
}
