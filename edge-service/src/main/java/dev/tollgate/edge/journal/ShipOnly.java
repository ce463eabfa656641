package dev.tollgate.edge.journal;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Ships the journal that an edge left and nobody else will: its volume was kept when the edge was scaled away
/// (rules 4). It is the edge's next start in every respect, its lock and its epoch, but that it takes no request
/// and ends as soon as billing has all and has released what its predecessors held.
@Singleton
class ShipOnly {
    /// What an edge is started for.
    enum Mode {
        /// To serve.
        SERVE,
        /// To ship what is there, and end.
        SHIP
    }

    /// Not all is shipped: whoever started it may try again.
    private static final int LEFT = 1;

    private static final Logger LOG = Logger.getLogger(ShipOnly.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final boolean only;
    private final ShipConfig config;
    private final Journal journal;
    private final Epochs epochs;

    ShipOnly(
            @ConfigProperty(name = "tollgate.edge.mode") Optional<Mode> mode,
            ShipConfig config,
            Journal journal,
            Epochs epochs) {
        this.only = mode.orElse(Mode.SERVE) == Mode.SHIP;
        this.config = config;
        this.journal = journal;
        this.epochs = epochs;
    }

    void start(@Observes StartupEvent event) {
        if (only) {
            Thread.ofPlatform().name("journal-ship-only").daemon().start(() -> Quarkus.asyncExit(ship()));
        }
    }

    /// @return the process' exit code
    private int ship() {
        long until = System.nanoTime() + config.timeout().toNanos();
        while (!isShipped(journal, epochs)) {
            if (System.nanoTime() - until >= 0) {
                LOG.errorf("not all of %s's journal is shipped after %s", journal.edgeId(), config.timeout());
                return LEFT;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        LOG.infof("billing has all of %s's journal, and former epochs are closed", journal.edgeId());
        return 0;
    }

    /// Billing has every record, and no former epoch holds anything any more.
    static boolean isShipped(Journal journal, Epochs epochs) {
        return epochs.current() > 0
                && journal.isAcknowledged(journal.lastSequence())
                && epochs.former().isEmpty();
    }
}
