package dev.tollgate.console.live;

import dev.tollgate.contract.billing.v1.UsageTail;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What those who watch one account share: one question to billing at a time, whose answer each of them hears. Batches
/// commit in another order than they began, so each question goes back a little, and what was met before is left out.
final class Channel {
    private static final Logger LOG = Logger.getLogger(Channel.class);
    private static final long BACK_MILLIS = 5_000;
    private static final int REMEMBERED = 4_000;

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final Recent met = new Recent(REMEMBERED);
    private final LiveMetrics metrics;
    private final Cancellable polling;
    /// Billing's time, in Unix milliseconds.
    private volatile @Nullable Long since;
    /// What was posted before is no news.
    private long opened;

    /// @param ask billing, from a moment on
    Channel(Duration every, Function<@Nullable Long, Uni<UsageTail>> ask, LiveMetrics metrics) {
        this.metrics = metrics;
        polling = Multi.createFrom()
                .ticks()
                .every(every)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(_ -> ask.apply(since)
                        .invoke(this::heard)
                        .onFailure()
                        .invoke(this::failed)
                        .onFailure()
                        .recoverWithNull())
                .subscribe()
                .with(_ -> {}, this::failed);
    }

    Set<Listener> listeners() {
        return listeners;
    }

    void close() {
        polling.cancel();
    }

    private synchronized void heard(UsageTail tail) {
        metrics.polled("ok");
        if (since == null) {
            opened = tail.now();
        }
        since = tail.now() - BACK_MILLIS;
        boolean gap = tail.more() && !tail.records().isEmpty();
        for (int i = 0; i < tail.records().size(); i++) {
            UsageTail.Posted posted = tail.records().get(i);
            boolean fresh = met.add(posted.record().id());
            // The oldest of those told was met before: nothing is between.
            gap &= i > 0 || (fresh && posted.postedAt() >= opened);
            if (fresh && posted.postedAt() >= opened) {
                listeners.forEach(listener -> {
                    if (listener.tell(posted)) {
                        metrics.told();
                    }
                });
            }
        }
        if (gap) {
            listeners.forEach(Listener::skipped);
        }
    }

    private void failed(Throwable failure) {
        metrics.polled("failed");
        LOG.debugf("billing was not asked for new records: %s", failure.toString());
    }
}
