package dev.tollgate.billing.internal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Watches over what runs on a schedule: a round that fails is told and counted, one that hangs is given up, and
/// the next one comes all the same.
@ApplicationScoped
public class BackgroundTasks {
    private static final Logger LOG = Logger.getLogger(BackgroundTasks.class);
    private static final Duration ROUND_MAX = Duration.ofSeconds(60);

    private final MeterRegistry registry;
    private final DatabaseOutage outage;

    BackgroundTasks(MeterRegistry registry, DatabaseOutage outage) {
        this.registry = registry;
        this.outage = outage;
    }

    /// One round of a task; never fails.
    ///
    /// @param name of the task, in the log and as the label of `tollgate.billing.task.failures`
    public Uni<Void> supervise(String name, Uni<?> round) {
        // Alert: a task that goes on failing.
        Counter failures = Counter.builder("tollgate.billing.task.failures")
                .description("Rounds of background tasks that failed")
                .tag("task", name)
                .register(registry);
        return round.ifNoItem()
                .after(ROUND_MAX)
                .failWith(() -> new TimeoutException("not done within " + ROUND_MAX.toSeconds() + " s"))
                .onFailure()
                .invoke(failure -> {
                    failures.increment();
                    if (outage.isToldBy(failure)) {
                        LOG.warnf("%s: the database is away: %s", name, failure.getMessage());
                    } else {
                        LOG.errorf(failure, "%s failed, the next round follows", name);
                    }
                })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
