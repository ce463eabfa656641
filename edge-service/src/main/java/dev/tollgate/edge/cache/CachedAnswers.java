package dev.tollgate.edge.cache;

import dev.tollgate.contract.routing.v1.Catalogue.AnswerCache;
import dev.tollgate.edge.catalogue.EdgeMasterKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Looks answers up, and keeps them. Neither ever fails, and nobody waits for what is kept.
@Singleton
public class CachedAnswers {
    private static final Logger LOG = Logger.getLogger(CachedAnswers.class);
    private static final String PURPOSE = "cached answers";

    private final Vertx vertx;
    private final CacheStore store;
    private final CacheMetrics metrics;
    private final Places places;
    private final long pauseNanos;
    private final int writesMax;
    private final long recordingMax;
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicLong recorded = new AtomicLong();
    private final AtomicLong awayUntil = new AtomicLong(System.nanoTime());

    CachedAnswers(Vertx vertx, CacheStore store, CacheMetrics metrics, EdgeMasterKeys masterKeys, CacheConfig config) {
        this.vertx = vertx;
        this.store = store;
        this.metrics = metrics;
        this.places = new Places(masterKeys.keys().derive(PURPOSE));
        this.pauseNanos = config.pause().toNanos();
        this.writesMax = config.writesMax();
        this.recordingMax = config.recordingMax().asLongValue();
    }

    /// Where this question's answer is, or will be.
    public Place place(Question question) {
        return places.of(question);
    }

    /// Empty where there is none, and where Redis does not tell in time.
    public Future<Optional<CachedAnswer>> find(Place place) {
        if (isAway()) {
            metrics.error();
            return Future.succeededFuture(Optional.empty());
        }
        return store.get(place.name())
                .map(there -> {
                    Optional<CachedAnswer> found = there.flatMap(bytes -> opened(place, bytes));
                    if (found.isEmpty()) {
                        metrics.miss();
                    }
                    return found;
                })
                .otherwise(failure -> {
                    metrics.error();
                    away(failure);
                    return Optional.empty();
                });
    }

    private Optional<CachedAnswer> opened(Place place, byte[] sealed) {
        metrics.read(sealed.length);
        byte[] bytes = place.open(sealed);
        return Optional.ofNullable(bytes == null ? null : CachedAnswer.read(bytes));
    }

    /// What was found answers its request, or cannot: its charge is more than what is held.
    public void used(boolean answered) {
        if (answered) {
            metrics.hit();
        } else {
            metrics.miss();
        }
    }

    /// A request's group has a cache, and the request is none that is answered from it.
    public void skipped() {
        metrics.skipped();
    }

    /// Records an answer that is to be kept here.
    public Recording record(Place place, AnswerCache terms) {
        return new Tape(this, place, terms, recorded, recordingMax, metrics);
    }

    /// Sealed on a worker's thread, behind the answer's delivery.
    void keep(Place place, AnswerCache terms, CachedAnswer answer) {
        if (isAway()) {
            metrics.failed();
            return;
        }
        if (writes.incrementAndGet() > writesMax) {
            writes.decrementAndGet();
            metrics.crowded();
            return;
        }
        vertx.executeBlocking(() -> place.seal(answer.written()), false)
                .compose(bytes ->
                        store.put(place.name(), bytes, terms.ttlMillis()).onSuccess(done -> metrics.kept(bytes.length)))
                .onFailure(failure -> {
                    metrics.failed();
                    away(failure);
                })
                .onComplete(done -> writes.decrementAndGet());
    }

    private boolean isAway() {
        return System.nanoTime() - awayUntil.get() < 0;
    }

    private void away(Throwable failure) {
        boolean news = !isAway();
        awayUntil.set(System.nanoTime() + pauseNanos);
        if (news) {
            LOG.warnf("the cache of answers is left alone for a while: %s", failure.toString());
        }
    }
}
