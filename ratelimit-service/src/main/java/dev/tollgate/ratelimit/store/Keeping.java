package dev.tollgate.ratelimit.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/// Has something said on each connection now and then.
@ApplicationScoped
class Keeping {
    private static final Logger LOG = Logger.getLogger(Keeping.class);

    private final Vertx vertx;
    private final Scripts scripts;
    private final StoreConfig config;
    private long timer;

    Keeping(Vertx vertx, Scripts scripts, StoreConfig config) {
        this.vertx = vertx;
        this.scripts = scripts;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.keepEvery().toMillis(), ignored -> scripts.keep()
                .subscribe()
                .with(kept -> {}, failure -> LOG.debugf("a connection was not kept: %s", failure)));
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }
}
