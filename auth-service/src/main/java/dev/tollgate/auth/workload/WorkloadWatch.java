package dev.tollgate.auth.workload;

import dev.tollgate.auth.workload.WorkloadsFile.FaultyFile;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Follows the workloads file and the issuers' keys. A file with a fault keeps the service from starting; one
/// that gets a fault later is told of, and the last good one holds.
@ApplicationScoped
class WorkloadWatch {
    private static final Logger LOG = Logger.getLogger(WorkloadWatch.class);

    private final @Nullable Path path;
    private final int bytesMax;
    private final KeyRing ring;
    private final WorkloadMetrics metrics;
    private volatile Workloads workloads = Workloads.NONE;
    private @Nullable String read;

    WorkloadWatch(WorkloadConfig config, KeyRing ring, WorkloadMetrics metrics) {
        this.path = config.file().orElse(null);
        this.bytesMax = (int) config.fileMax().asLongValue();
        this.ring = ring;
        this.metrics = metrics;
    }

    /// What holds now.
    Workloads workloads() {
        return workloads;
    }

    /// The issuers are asked soon after: a cluster's API server that is away keeps nobody from starting.
    void start(@Observes StartupEvent event) {
        try {
            take(path);
        } catch (FaultyFile | IOException e) {
            throw new IllegalStateException("The workloads file " + path + ": " + e.getMessage(), e);
        }
    }

    @Scheduled(every = "${tollgate.auth.workload.every:10s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        try {
            take(path);
            metrics.file(false);
        } catch (FaultyFile | IOException e) {
            metrics.file(true);
            LOG.warnf("The workloads file %s is not taken, the last good one holds: %s", path, e.getMessage());
        }
        ring.look(workloads.issuers());
    }

    private synchronized void take(@Nullable Path file) throws IOException, FaultyFile {
        String text = file == null ? null : textOf(file);
        if (Objects.equals(text, read)) {
            return;
        }
        workloads = text == null ? Workloads.NONE : WorkloadsReader.read(text);
        read = text;
        LOG.infof(
                "Workloads: %d rules for tokens of %d issuers",
                workloads.rules().size(), workloads.issuers().size());
    }

    private @Nullable String textOf(Path file) throws IOException {
        try {
            return KeyReader.text(file, bytesMax);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
