package dev.tollgate.edge.key;

import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.peers.AuthPeer;
import dev.tollgate.edge.peers.PeerCalls;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Singleton;
import java.util.Objects;
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
    private final ConcurrentMap<KeyHash, Future<Verdict>> underWay = new ConcurrentHashMap<>();

    KeyLookups(AuthPeer auth, KeyCache cache, KeyConfig config, KeyMetrics metrics) {
        this.auth = auth;
        this.cache = cache;
        this.config = config;
        this.metrics = metrics;
    }

    /// Completes on the caller's context.
    Future<Verdict> ask(Credential credential, String requestId) {
        KeyHash hash = credential.hash();
        if (underWay.size() >= config.lookupsMax() && !underWay.containsKey(hash)) {
            metrics.failed.increment();
            return Future.failedFuture("too many look-ups under way");
        }
        Promise<Verdict> answer = Promise.promise();
        Future<Verdict> running = underWay.putIfAbsent(hash, answer.future());
        if (running != null) {
            metrics.shared.increment();
            return PeerCalls.onCallerContext(running);
        }
        Future<Verdict> told = PeerCalls.onCallerContext(answer.future());
        attempt(credential, requestId, 1).onComplete(done -> {
            underWay.remove(hash);
            answer.handle(done);
        });
        return told;
    }

    private Future<Verdict> attempt(Credential credential, String requestId, int number) {
        long askedMillis = nowMillis();
        long epoch = cache.epoch();
        return PeerCalls.start(asked(credential, requestId))
                .onFailure(failure -> metrics.failed.increment())
                .compose(answer -> {
                    if (isNoVerdict(answer)) {
                        metrics.failed.increment();
                        return Future.failedFuture("auth can't tell");
                    }
                    Verdict verdict = verdict(answer, epoch, askedMillis);
                    if (isStored(credential.hash(), verdict)) {
                        return Future.succeededFuture(verdict);
                    }
                    metrics.outdated.increment();
                    return number < ATTEMPTS
                            ? attempt(credential, requestId, number + 1)
                            : Future.failedFuture("auth's answers are older than its changes");
                });
    }

    private Uni<Introspection> asked(Credential credential, String requestId) {
        String token = credential.token();
        return token == null
                ? auth.introspect(credential.hash().hex(), requestId)
                : auth.introspectWorkload(token, requestId);
    }

    /// Auth does not know the keys of the token's issuer: that says nothing of the token.
    private static boolean isNoVerdict(Introspection answer) {
        ServiceError refusal = answer.refusal();
        return refusal != null && refusal.code() == ErrorCode.SERVICE_UNAVAILABLE;
    }

    private static Verdict verdict(Introspection answer, long epoch, long askedMillis) {
        KeyContext key = answer.key();
        return key == null
                ? new UnknownKey(
                        Objects.requireNonNullElse(answer.refusal(), KeyJudge.UNKNOWN), answer.revision(), epoch)
                : new KnownKey(key, answer.revision(), epoch, askedMillis);
    }

    private boolean isStored(KeyHash hash, Verdict verdict) {
        return switch (verdict) {
            case KnownKey known -> {
                metrics.found.increment();
                yield cache.store(hash, known);
            }
            case UnknownKey unknown -> {
                metrics.notFound.increment();
                yield cache.storeUnknown(hash, unknown);
            }
        };
    }

    /// On the monotonic clock.
    static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
