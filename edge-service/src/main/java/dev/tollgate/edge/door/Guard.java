package dev.tollgate.edge.door;

import dev.tollgate.edge.access.RequestLog;
import dev.tollgate.edge.error.NotNow;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Stands around the steps of one request, those behind a future above all: what they throw would otherwise be
/// Vert.x' to log, and the caller would wait for ever. Whatever fails lets go of what the request held, is logged
/// once, and ends the exchange once, in its caller's format. Made by [Refusals#guard].
public final class Guard {
    private static final Logger LOG = Logger.getLogger(Guard.class);

    private final Refusals refusals;
    private final Asked asked;
    private final Runnable letGo;

    Guard(Refusals refusals, Asked asked, Runnable letGo) {
        this.refusals = refusals;
        this.asked = asked;
        this.letGo = letGo;
    }

    /// Goes on with what the future brings; a future that fails is as bad as a step that throws.
    public <T> void after(Future<T> future, Consumer<T> step) {
        future.onComplete(done -> {
            if (done.succeeded()) {
                run(() -> step.accept(done.result()));
            } else {
                failed(done.cause());
            }
        });
    }

    /// Takes a step now.
    public void run(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            failed(e);
        }
    }

    private void failed(Throwable failure) {
        try {
            letGo.run();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        HttpServerResponse response = asked.exchange().response();
        if (response.headWritten()) {
            tooLate(failure);
            if (!response.ended()) {
                response.reset();
            }
        } else if (failure instanceof NotNow notNow) {
            refusals.refuse(asked, notNow.error(), notNow.retryAfterMillis(), Map.of());
        } else {
            refusals.broken(asked, failure);
        }
    }

    /// It has begun to answer, or has answered: there is nobody left to tell.
    private void tooLate(Throwable failure) {
        String id = asked.exchange().id();
        RequestLog.about(id, () -> LOG.errorf(failure, "request %s failed after its answer had begun", id));
    }
}
