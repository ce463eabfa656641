package dev.tollgate.edge.drain;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Lets an edge that was told to end finish what is under way, and resets no client's connection.
///
/// From the first moment on each answer is the last of its connection: `Connection: close`, or GOAWAY. A request on
/// a connection that its client holds is still served, so that there is nothing to retry. The listener is closed
/// when no request is under way and for a while no client was left with a connection that it may use again: a
/// stream's head went out long before the drain began, so that its client may follow it with the next request.
@Singleton
class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);

    /// Before all other filters but Quarkus' own.
    private static final int FIRST = 9_000;
    /// Whoever wants to know that a shutdown begins is told before it is waited for.
    private static final int AFTER_ALL_OTHERS = 10_000;

    private static final String PROBES = "/q/";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final DrainConfig config;
    private final Event<TimeIsUp> timeIsUp;
    private final Counter cut;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile long quietSince;
    private volatile boolean draining;

    Drain(DrainConfig config, Event<TimeIsUp> timeIsUp, MeterRegistry metrics) {
        this.config = config;
        this.timeIsUp = timeIsUp;
        this.cut = Counter.builder("tollgate.edge.drain.cut")
                .description("Requests that a shutdown cut, as their time was up")
                .register(metrics);
    }

    boolean isDraining() {
        return draining;
    }

    void watch(@Observes Filters filters) {
        filters.register(this::enter, FIRST);
    }

    private void enter(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isProbe(request.path())) {
            Passing passing = new Passing(request);
            underWay.incrementAndGet();
            context.addHeadersEndHandler(_ -> passing.head());
            QuarkusRequestWrapper.get(request).addRequestDoneHandler(passing);
        }
        context.next();
    }

    private static boolean isProbe(@Nullable String path) {
        return path != null && path.startsWith(PROBES);
    }

    /// Blocks the shutdown, before anything is closed.
    void drain(@Observes @Priority(AFTER_ALL_OTHERS) ShutdownDelayInitiatedEvent event) {
        quietSince = System.nanoTime();
        draining = true;
        LOG.infof("told to end: %d requests are under way", underWay.get());
        if (!await(config.timeout().toNanos(), true)) {
            int left = underWay.get();
            if (left > 0) {
                LOG.warnf("%d requests are cut: they took longer than %s", left, config.timeout());
                cut.increment(left);
                timeIsUp.fire(new TimeIsUp());
                await(config.lastWords().toNanos(), false);
            }
        }
        LOG.infof("drained: %d requests are left", underWay.get());
    }

    /// @return false when the time was up before
    private boolean await(long nanos, boolean quiet) {
        long until = System.nanoTime() + nanos;
        while (underWay.get() > 0 || (quiet && !isQuiet())) {
            if (System.nanoTime() - until >= 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    private boolean isQuiet() {
        return System.nanoTime() - quietSince >= config.quiet().toNanos();
    }

    /// One request, on its event loop.
    private final class Passing implements Handler<Void> {
        private final HttpServerRequest request;
        private boolean last;

        Passing(HttpServerRequest request) {
            this.request = request;
        }

        /// The answer's head is about to be written.
        void head() {
            last = draining;
            if (last && request.version() != HttpVersion.HTTP_2) {
                request.response().putHeader("Connection", "close");
            }
        }

        @Override
        public void handle(Void done) {
            if (last) {
                letGo();
            } else if (draining) {
                quietSince = System.nanoTime();
            }
            underWay.decrementAndGet();
        }

        private void letGo() {
            if (request.version() == HttpVersion.HTTP_2) {
                request.connection().goAway(0);
            } else if (request.isEnded()) {
                request.connection().close();
            } else {
                // What is still being sent would meet a closed connection, and the answer with it: to be read first.
                request.endHandler(ended -> request.connection().close());
            }
        }
    }
}
