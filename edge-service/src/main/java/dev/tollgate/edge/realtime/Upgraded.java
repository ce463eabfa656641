package dev.tollgate.edge.realtime;

import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.http.HttpServerRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A request that has become a WebSocket. Quarkus counts the requests under way, so that a shutdown waits for them
/// (up to `quarkus.shutdown.timeout`), and takes one off when its response has ended or its connection is lost. Of
/// one that was upgraded Vert.x tells neither, so that each session, ended or not, would make a shutdown wait for
/// the whole timeout. There is no public way to say that it is over: if the one there is goes away, shutdowns take
/// longer and nothing else changes.
final class Upgraded {
    private static final Logger LOG = Logger.getLogger(Upgraded.class);
    private static final @Nullable MethodHandle DONE = find();

    private final QuarkusRequestWrapper request;

    private Upgraded(QuarkusRequestWrapper request) {
        this.request = request;
    }

    /// Of a request that is about to be upgraded.
    static Upgraded of(HttpServerRequest request) {
        return new Upgraded(QuarkusRequestWrapper.get(request));
    }

    /// Nothing of it is left to be waited for.
    void over() {
        MethodHandle done = DONE;
        if (done == null) {
            return;
        }
        try {
            done.invokeExact(request);
        } catch (Throwable e) {
            LOG.warnf(e, "a session that has ended is still counted as a request");
        }
    }

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.privateLookupIn(QuarkusRequestWrapper.class, MethodHandles.lookup())
                    .findVirtual(QuarkusRequestWrapper.class, "done", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            LOG.warnf("a shutdown will wait for sessions that have ended: %s", e.toString());
            return null;
        }
    }
}
