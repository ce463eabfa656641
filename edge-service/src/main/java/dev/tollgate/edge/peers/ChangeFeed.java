package dev.tollgate.edge.peers;

import dev.tollgate.contract.change.ChangePage;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Follows one service's revisions: polls, asks at once when the door bell rings, and hands the pages to one
/// listener in order, each once, never two calls at a time (rules 12).
///
/// A page that the listener throws at is asked for and delivered again. An outage changes nothing but
/// [#millisSinceHeard]. A page with `complete: false` means that changes are missing: drop all.
public final class ChangeFeed {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);

    private final Vertx vertx;
    private final Context context;
    private final FeedSource source;
    private final PeersConfig config;
    private final Consumer<ChangePage> listener;
    private final DoorBell bell;
    private volatile long revision;
    private volatile long heardNanos = System.nanoTime();
    /// The rest is touched on the context only.
    private boolean asking;
    private boolean askAgain;
    private boolean failing;
    private boolean stopped;
    private long timer = -1;

    ChangeFeed(Vertx vertx, Redis redis, PeersConfig config, FeedSource source, Consumer<ChangePage> listener) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.config = config;
        this.source = source;
        this.listener = listener;
        this.bell = new DoorBell(vertx, context, redis, source, config.bellRetry(), this::ring);
    }

    void start() {
        context.runOnContext(ignored -> {
            timer = vertx.setPeriodic(config.pollInterval().toMillis(), tick -> poll());
            bell.listen();
            poll();
        });
    }

    void stop() {
        context.runOnContext(ignored -> {
            stopped = true;
            vertx.cancelTimer(timer);
            bell.stop();
        });
    }

    /// The service's name.
    public String service() {
        return source.service();
    }

    /// The newest revision whose page the listener has taken.
    public long revision() {
        return revision;
    }

    /// How long ago the service was last heard: an answer to the poll, or a door bell for nothing newer than what
    /// is known. A bell for something newer counts when its page is here.
    public long millisSinceHeard() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heardNanos);
    }

    /// Whether neither channel was heard for `tollgate.edge.peers.stale-after`.
    public boolean isStale() {
        return millisSinceHeard() > config.staleAfter().toMillis();
    }

    private void ring(String message) {
        context.runOnContext(ignored -> {
            if (isKnown(message)) {
                heardNanos = System.nanoTime();
            } else if (asking) {
                askAgain = true;
            } else {
                poll();
            }
        });
    }

    private boolean isKnown(String message) {
        try {
            return !message.isEmpty() && Long.parseLong(message) <= revision;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void poll() {
        if (asking || stopped) {
            return;
        }
        asking = true;
        // A fresh duplicated context on the same event loop: tracing and the client keep per-call state there.
        VertxContext.createNewDuplicatedContext(context).runOnContext(ignored -> PeerCalls.start(ask())
                .onComplete(
                        page -> context.runOnContext(here -> answered(page)),
                        failure -> context.runOnContext(here -> failed(failure))));
    }

    private Uni<Optional<ChangePage>> ask() {
        return Uni.createFrom()
                .deferred(() -> source.changes().apply(revision))
                .ifNoItem()
                .after(config.pollTimeout())
                .fail();
    }

    private void answered(Optional<ChangePage> page) {
        asking = false;
        if (stopped) {
            return;
        }
        try {
            page.ifPresent(this::deliver);
            heardNanos = System.nanoTime();
            if (failing) {
                LOG.infof("%s's changes are followed again", source.service());
            }
            failing = false;
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s's changes since %d could not be taken in", source.service(), revision);
            askAgain = false;
        }
        if (askAgain) {
            askAgain = false;
            poll();
        }
    }

    private void deliver(ChangePage page) {
        boolean advances = page.revision() != revision;
        if (!advances && page.complete() && page.changes().isEmpty()) {
            return;
        }
        listener.accept(page);
        // A service restored from a backup is behind: it says so with complete = false, and is followed from there.
        revision = page.revision();
        // A long history comes in several pages.
        askAgain |= advances;
    }

    private void failed(Throwable failure) {
        asking = false;
        askAgain = false;
        if (!failing && !stopped) {
            LOG.warnf("%s's changes are not heard: %s", source.service(), failure.toString());
        }
        failing = true;
    }
}
