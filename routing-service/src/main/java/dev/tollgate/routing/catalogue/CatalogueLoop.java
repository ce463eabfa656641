package dev.tollgate.routing.catalogue;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The thread that looks at the catalogue twice a second, for as long as the service runs. A look that fails is
/// logged once and repeated.
@ApplicationScoped
class CatalogueLoop {
    private static final Logger LOG = Logger.getLogger(CatalogueLoop.class);
    private static final long STOP_SECONDS = 5;

    private final CatalogueWatch watch;
    private final CanaryWatch canaries;
    private final CatalogueConfig config;
    private final CatalogueMetrics metrics;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("catalogue-watch").factory());
    private boolean failing;

    CatalogueLoop(CatalogueWatch watch, CanaryWatch canaries, CatalogueConfig config, CatalogueMetrics metrics) {
        this.watch = watch;
        this.canaries = canaries;
        this.config = config;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        long millis = config.pollInterval().toMillis();
        thread.scheduleWithFixedDelay(this::look, 0, millis, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        stop(thread);
    }

    private void look() {
        try {
            watch.look();
            canaries.look();
            if (failing) {
                LOG.info("the catalogue is followed again");
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.error("the catalogue could not be looked at; trying again", e);
                metrics.loaded("failed");
            }
            failing = true;
        }
    }

    private static void stop(ExecutorService executor) {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the catalogue's watch did not stop in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
