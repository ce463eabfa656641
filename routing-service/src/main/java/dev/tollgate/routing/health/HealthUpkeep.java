package dev.tollgate.routing.health;

import dev.tollgate.routing.health.Board.Opinion;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/// Forgets what nobody tells any more, and shows the board as metrics.
@Startup
@Singleton
class HealthUpkeep {
    private static final Logger LOG = Logger.getLogger(HealthUpkeep.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration AGE_MAX = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final HealthStore store;
    private final Verdicts verdicts;
    private long timer = -1;

    HealthUpkeep(Vertx vertx, HealthStore store, Verdicts verdicts, MeterRegistry registry) {
        this.vertx = vertx;
        this.store = store;
        this.verdicts = verdicts;
        Gauge.builder("tollgate.routing.deployments.open", this, u -> u.count(opinion -> opinion.openMillis() > 0))
                .description("Deployments that are closed to every edge, as enough edges hold their breaker open")
                .register(registry);
        Gauge.builder(
                        "tollgate.routing.deployments.cooling",
                        this,
                        u -> u.count(opinion -> opinion.coolingMillis() > 0))
                .description("Deployments whose provider asked some edge to leave them alone")
                .register(registry);
    }

    @PostConstruct
    void start() {
        timer = vertx.setPeriodic(EVERY.toMillis(), tick -> forget());
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }

    private void forget() {
        store.forget(AGE_MAX)
                .subscribe()
                .with(
                        done -> LOG.debug("old health reports are forgotten"),
                        failure -> LOG.warnf("old health reports could not be forgotten: %s", failure.toString()));
    }

    private double count(Predicate<Opinion> which) {
        return verdicts.board().opinions().values().stream().filter(which).count();
    }
}
