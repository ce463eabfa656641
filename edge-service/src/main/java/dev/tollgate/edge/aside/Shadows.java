package dev.tollgate.edge.aside;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.catalogue.ShadowTarget;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.dispatch.Aside;
import dev.tollgate.edge.dispatch.AsideAsk;
import dev.tollgate.edge.dispatch.DispatchRequest;
import dev.tollgate.edge.dispatch.Dispatcher;
import dev.tollgate.edge.dispatch.Mirror;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.JsonBody;
import dev.tollgate.edge.relay.Ending;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends copies of answered requests to candidates, and compares: a deterministic share of them, after the caller has
/// its answer, and only while the edge has nothing better to do.
@Startup
@Singleton
class Shadows implements Mirror {
    private static final String SHADOW = "shadow";
    private static final int WHOLE = 10_000;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final Vertx vertx;
    private final AsideConfig config;
    private final Snapshots snapshots;
    private final Dispatcher dispatcher;
    private final HouseBooks books;
    private final ShadowMetrics metrics;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean draining;

    Shadows(
            Vertx vertx,
            AsideConfig config,
            Snapshots snapshots,
            Dispatcher dispatcher,
            HouseBooks books,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.config = config;
        this.snapshots = snapshots;
        this.dispatcher = dispatcher;
        this.books = books;
        this.metrics = new ShadowMetrics(registry, underWay);
    }

    @PostConstruct
    void start() {
        dispatcher.mirrorTo(this);
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        draining = true;
    }

    @Override
    public void answered(DispatchRequest request, Target target, Ending ending) {
        for (ShadowTarget shadow :
                snapshots.current().shadows(target.deployment().model())) {
            if (isChosen(request.requestId(), shadow)) {
                copy(request, shadow.target(), ending);
            }
        }
    }

    /// By the request's own id, so that any two looks at one request agree.
    static boolean isChosen(String requestId, ShadowTarget shadow) {
        long mixed = (requestId.hashCode() ^ (long) shadow.target().id().hashCode() << 32) * GOLDEN;
        return Long.remainderUnsigned(mixed ^ (mixed >>> 29), WHOLE) < shadow.share();
    }

    private void copy(DispatchRequest request, Target shadow, Ending ending) {
        CallBody body = request.body();
        if (!(body instanceof JsonBody json)
                || body.form() == AnswerForm.BYTES
                || json.rewritten("").length() > config.shadowBodyMax().asLongValue()) {
            metrics.dropped(shadow, "unfit");
        } else if (draining) {
            metrics.dropped(shadow, "draining");
        } else if (underWay.get() >= config.shadowsMax()) {
            metrics.dropped(shadow, "full");
        } else {
            long asked = System.nanoTime();
            // Behind everything that the loop has to do by now; how late it comes to it says how busy it is.
            vertx.runOnContext(here -> {
                if (System.nanoTime() - asked > config.busyAfter().toNanos()) {
                    metrics.dropped(shadow, "busy");
                } else {
                    send(request, shadow, ending);
                }
            });
        }
    }

    private void send(DispatchRequest request, Target shadow, Ending ending) {
        underWay.incrementAndGet();
        Quantities sent = request.hooks().sent();
        long millisMax = shadow.timeouts().plain();
        dispatcher
                .aside(new AsideAsk(
                        shadow,
                        request.body(),
                        request.outputBound(),
                        request.modelBound(),
                        null,
                        millisMax,
                        config.answerMax().asLongValue()))
                .onSuccess(aside -> {
                    underWay.decrementAndGet();
                    metrics.compare(aside, ending);
                    book(request, aside, sent);
                });
    }

    /// Where the provider told nothing, but may have worked: its input by our own count, as for a failed attempt.
    private void book(DispatchRequest request, Aside aside, Quantities sent) {
        Quantities told = aside.usage();
        Failure failure = aside.failure();
        boolean worked = aside.isWritten()
                && (failure == null || failure instanceof Failure.TimedOut || failure instanceof Failure.Unreadable);
        boolean estimated = told == null || told.isEmpty();
        Quantities likely = worked ? sent : Quantities.NONE;
        Quantities incurred = told == null || told.isEmpty() ? likely : told;
        books.book(SHADOW, request.body().operation().label(), request.body().stream(), aside, incurred, estimated);
    }
}
