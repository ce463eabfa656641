package dev.tollgate.edge.catalogue;

import dev.tollgate.edge.peers.PeerCalls;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One of a snapshot's two halves: the newest that was fetched, and whether to fetch again. One fetch at a time; a
/// change that is told meanwhile causes one more.
final class SnapshotPart<T> {
    private static final Logger LOG = Logger.getLogger(SnapshotPart.class);

    private final String name;
    private final Context context;
    private final Function<@Nullable String, Uni<Optional<T>>> fetch;
    private final Function<T, String> etag;
    private final Runnable arrived;
    private volatile @Nullable T value;
    /// These and the rest are written on the context only.
    private volatile boolean wanted = true;
    private volatile boolean fetching;
    private boolean failing;
    private long askedNanos = System.nanoTime();

    SnapshotPart(
            String name,
            Vertx vertx,
            Function<@Nullable String, Uni<Optional<T>>> fetch,
            Function<T, String> etag,
            Runnable arrived) {
        this.name = name;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.fetch = fetch;
        this.etag = etag;
        this.arrived = arrived;
    }

    @Nullable
    T value() {
        return value;
    }

    /// Whether nothing newer is known of that is not here.
    boolean isCurrent() {
        return value != null && !wanted && !fetching;
    }

    /// A change was told: fetch at once.
    void changed() {
        context.runOnContext(ignored -> {
            wanted = true;
            ask();
        });
    }

    /// Fetches what is still wanted, and asks conditionally when nothing was asked for so long.
    void tick(long refreshNanos) {
        context.runOnContext(ignored -> {
            wanted |= System.nanoTime() - askedNanos > refreshNanos;
            ask();
        });
    }

    private void ask() {
        if (!wanted || fetching) {
            return;
        }
        wanted = false;
        fetching = true;
        askedNanos = System.nanoTime();
        T known = value;
        VertxContext.createNewDuplicatedContext(context)
                .runOnContext(ignored -> PeerCalls.start(fetch.apply(known == null ? null : etag.apply(known)))
                        .onComplete(
                                found -> context.runOnContext(here -> answered(found)),
                                failure -> context.runOnContext(here -> failed(failure))));
    }

    private void answered(Optional<T> found) {
        if (failing) {
            LOG.infof("the %s is followed again", name);
        }
        failing = false;
        if (found.isEmpty()) {
            fetching = false;
            return;
        }
        value = found.get();
        context.<@Nullable Void>executeBlocking(() -> {
                    arrived.run();
                    return null;
                })
                .onComplete(done -> {
                    fetching = false;
                    if (done.failed()) {
                        LOG.errorf(done.cause(), "the %s could not be taken in", name);
                    }
                });
    }

    private void failed(Throwable failure) {
        fetching = false;
        wanted = true;
        if (!failing) {
            LOG.warnf("the %s could not be fetched: %s", name, failure.toString());
        }
        failing = true;
    }
}
