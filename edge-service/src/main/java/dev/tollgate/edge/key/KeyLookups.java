package dev.tollgate.edge.key;

import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.edge.key.KeyCache.UnknownKey;
import dev.tollgate.edge.peers.AuthPeer;
import dev.tollgate.edge.peers.PeerCalls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/// Asks auth, once for all who wait for the same hash, and stores what it says.
///
/// An answer that was read before a change we have heard of is asked for again; a failed future means that there is
/// no verdict.
@Singleton
class KeyLookups {
    private static final int ATTEMPTS = 3;

    private final AuthPeer auth;
    private final KeyCache cache;
    private final KeyConfig config;
    private final KeyMetrics metrics;
    private final ConcurrentMap<KeyHash, Future<Optional<KnownKey>>> underWay = new ConcurrentHashMap<>();

    KeyLookups(AuthPeer auth, KeyCache cache, KeyConfig config, KeyMetrics metrics) {
        this.auth = auth;
        this.cache = cache;
        this.config = config;
        this.metrics = metrics;
    }

    /// Empty when auth has no such key. Completes on the caller's context.
    Future<Optional<KnownKey>> ask(KeyHash hash, String requestId) {
        if (underWay.size() >= config.lookupsMax() && !underWay.containsKey(hash)) {
            metrics.failed.increment();
            return Future.failedFuture("too many look-ups under way");
        }
        Promise<Optional<KnownKey>> answer = Promise.promise();
        Future<Optional<KnownKey>> running = underWay.putIfAbsent(hash, answer.future());
        if (running != null) {
            metrics.shared.increment();
            return PeerCalls.onCallerContext(running);
        }
        Future<Optional<KnownKey>> told = PeerCalls.onCallerContext(answer.future());
        attempt(hash, requestId, 1).onComplete(done -> {
            underWay.remove(hash);
            answer.handle(done);
        });
        return told;
    }

    private Future<Optional<KnownKey>> attempt(KeyHash hash, String requestId, int number) {
        long askedMillis = nowMillis();
        long epoch = cache.epoch();
        return PeerCalls.start(auth.introspect(hash.hex(), requestId))
                .onFailure(failure -> metrics.failed.increment())
                .compose(answer -> {
                    Optional<KnownKey> verdict = verdict(answer, epoch, askedMillis);
                    if (isStored(hash, verdict, answer.revision(), epoch)) {
                        return Future.succeededFuture(verdict);
                    }
                    metrics.outdated.increment();
                    return number < ATTEMPTS
                            ? attempt(hash, requestId, number + 1)
                            : Future.failedFuture("auth's answers are older than its changes");
                });
    }

    private static Optional<KnownKey> verdict(Introspection answer, long epoch, long askedMillis) {
        KeyContext key = answer.key();
        return key == null ? Optional.empty() : Optional.of(new KnownKey(key, answer.revision(), epoch, askedMillis));
    }

    private boolean isStored(KeyHash hash, Optional<KnownKey> verdict, long revision, long epoch) {
        if (verdict.isPresent()) {
            metrics.found.increment();
            return cache.store(hash, verdict.get());
        }
        metrics.notFound.increment();
        return cache.storeUnknown(hash, new UnknownKey(revision, epoch));
    }

    /// On the monotonic clock.
    static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
