package dev.tollgate.batch.file;

import dev.tollgate.batch.store.StoreUnavailable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/// Deletes what has expired, and ends what a process began and did not end: on each replica, any number of times.
@Singleton
class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final int AT_ONCE = 100;

    private final FileRows rows;
    private final Files files;
    private final FileConfig config;
    private final Counter deleted;
    private final Counter failed;
    private volatile boolean ends;
    private volatile Thread thread = Thread.ofVirtual().unstarted(() -> {});

    Sweep(FileRows rows, Files files, FileConfig config, MeterRegistry registry) {
        this.rows = rows;
        this.files = files;
        this.config = config;
        this.deleted = Counter.builder("tollgate.batch.files.swept")
                .description("Files whose bytes were deleted, as they had expired or were left behind")
                .register(registry);
        this.failed = Counter.builder("tollgate.batch.sweep.failures")
                .description("Sweeps of files that a store broke off")
                .register(registry);
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("sweep").start(this::loop);
    }

    void end(@Observes ShutdownEvent event) {
        ends = true;
        thread.interrupt();
    }

    private void loop() {
        while (!ends) {
            try {
                once();
                Thread.sleep(config.sweepEvery());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                pause(e);
            }
        }
    }

    private void pause(RuntimeException failure) {
        failed.increment();
        if (failure instanceof StoreUnavailable) {
            LOG.warnf("files are swept later: %s", failure.getMessage());
        } else {
            LOG.error("a sweep of files failed", failure);
        }
        try {
            Thread.sleep(config.sweepEvery());
        } catch (InterruptedException _) {
            ends = true;
        }
    }

    /// All that there is to delete now.
    void once() {
        rows.expire(config.storingMax().toSeconds());
        List<String> ids = rows.toDelete(AT_ONCE);
        while (!ids.isEmpty() && !ends) {
            ids.forEach(files::erase);
            deleted.increment(ids.size());
            ids = rows.toDelete(AT_ONCE);
        }
    }
}
