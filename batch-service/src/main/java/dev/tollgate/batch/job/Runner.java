package dev.tollgate.batch.job;

import dev.tollgate.batch.file.Files;
import dev.tollgate.batch.store.StoreUnavailable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Takes lines and asks the edge for them, so many at a time; beside that, begins and ends batches. What it has is
/// its own for a lease that it renews: when it dies, others take over.
@Singleton
class Runner {
    private static final Logger LOG = Logger.getLogger(Runner.class);
    private static final int RENEWALS = 3;
    private static final Duration END_WAIT = Duration.ofSeconds(5);

    private final LineRows lines;
    private final Jobs jobs;
    private final LineRun run;
    private final RunnerConfig config;
    private final JobMetrics metrics;
    /// This process, once.
    private final UUID holder = UUID.randomUUID();
    private final Semaphore room;
    private final Set<TakenLine> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean ends;

    Runner(LineRows lines, Jobs jobs, EdgeCalls edge, Files files, RunnerConfig config, JobMetrics metrics) {
        this.lines = lines;
        this.jobs = jobs;
        this.config = config;
        this.metrics = metrics;
        this.run = new LineRun(
                edge,
                files,
                lines,
                metrics,
                new Judge(config.triesMax(), config.creditPause(), config.pauseMax()),
                holder);
        this.room = new Semaphore(config.concurrency());
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("runner").start(() -> again("lines", this::takeLines));
        Thread.ofVirtual().name("jobs").start(() -> again("jobs", this::doJobs));
        Thread.ofVirtual().name("renewal").start(() -> again("leases", this::renew));
    }

    /// What is under way gets a moment to end; what does not is somebody else's at once.
    void end(@Observes ShutdownEvent event) throws InterruptedException {
        ends = true;
        if (!room.tryAcquire(config.concurrency(), END_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                lines.giveBack(holder);
            } catch (StoreUnavailable e) {
                LOG.warnf("lines are free when their lease ends: %s", e.getMessage());
            }
        }
    }

    /// One round of something.
    private interface Round {
        /// @return how long there is nothing to do
        Duration once() throws InterruptedException;
    }

    /// A round that is broken off is followed by another: nothing ends the loop but the service's end.
    private void again(String what, Round round) {
        try {
            while (!ends) {
                Duration pause;
                try {
                    pause = round.once();
                } catch (StoreUnavailable e) {
                    metrics.failed();
                    LOG.warnf("%s wait: %s", what, e.getMessage());
                    pause = config.idle().multipliedBy(2);
                } catch (RuntimeException e) {
                    metrics.failed();
                    LOG.errorf(e, "a round of %s failed", what);
                    pause = config.idle().multipliedBy(4);
                }
                Thread.sleep(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration takeLines() throws InterruptedException {
        int free = room();
        List<TakenLine> taken = List.of();
        try {
            taken = ends ? taken : lines.take(holder, config.lease(), free);
        } finally {
            room.release(free - taken.size());
        }
        underWay.addAll(taken);
        for (TakenLine line : taken) {
            Thread.ofVirtual().name("line").start(() -> {
                try {
                    run.of(line);
                } finally {
                    underWay.remove(line);
                    room.release();
                }
            });
        }
        return taken.isEmpty() ? config.idle() : Duration.ZERO;
    }

    /// Waits for some, and takes a turn's at the most.
    private int room() throws InterruptedException {
        room.acquire();
        int more = 0;
        while (more < config.turn() - 1 && room.tryAcquire()) {
            more++;
        }
        return 1 + more;
    }

    private Duration doJobs() {
        return jobs.once(holder, config.lease().toSeconds()) ? Duration.ZERO : config.idle();
    }

    private Duration renew() {
        lines.renew(holder, config.lease(), List.copyOf(underWay));
        jobs.renew(holder, config.lease().toSeconds());
        return config.lease().dividedBy(RENEWALS);
    }
}
