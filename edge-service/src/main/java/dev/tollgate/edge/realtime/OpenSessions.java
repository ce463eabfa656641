package dev.tollgate.edge.realtime;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.drain.TimeIsUp;
import dev.tollgate.edge.journal.Journal;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/// The sessions of this edge, to be ended before it ends. As soon as a shutdown begins, no session and no response
/// is begun any more; those at rest are closed, the others when their responses have ended. What is left when all
/// requests have had their time ([TimeIsUp]) is cut, and settled before the journal is shipped.
@Singleton
class OpenSessions {
    /// What a shutdown tells the callers of sessions.
    static final ServiceError SHUTTING_DOWN =
            new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "This server is shutting down. Open the session again.");

    private static final Logger LOG = Logger.getLogger(OpenSessions.class);
    private static final int BEFORE_THE_JOURNAL = Journal.DRAIN_PRIORITY - 500;
    private static final long LOOK_MILLIS = 20;

    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final RealtimeConfig config;
    private volatile boolean draining;

    OpenSessions(RealtimeConfig config) {
        this.config = config;
    }

    void add(Session session) {
        open.add(session);
        if (draining) {
            session.drain(false);
        }
    }

    boolean isDraining() {
        return draining;
    }

    void remove(Session session) {
        open.remove(session);
    }

    /// Requests under way have their time now, and sessions with them.
    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        draining = true;
        open.forEach(session -> session.drain(false));
    }

    /// Their time is up, and the connections are still there.
    void cut(@Observes TimeIsUp event) {
        open.forEach(session -> session.drain(true));
    }

    void drain(@Observes @Priority(BEFORE_THE_JOURNAL) ShutdownEvent event) {
        draining = true;
        await(config.drainGrace().toNanos(), false);
        await(config.usageWait().multipliedBy(2).toNanos(), true);
        if (!open.isEmpty()) {
            LOG.warnf("%d realtime sessions did not end in time", open.size());
        }
    }

    private void await(long nanos, boolean now) {
        long deadline = System.nanoTime() + nanos;
        while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
            open.forEach(session -> session.drain(now));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }
}
