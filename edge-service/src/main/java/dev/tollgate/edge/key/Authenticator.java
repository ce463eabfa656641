package dev.tollgate.edge.key;

import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// From an `Authorization` header to a key context. A ServiceAccount's token goes the same way as a key: what
/// auth says of it is cached by its hash, until its end at the latest.
///
/// A key that was seen within a minute costs a hash and a look-up, and the future is complete. While auth is down,
/// keys that are known here go on working for `tollgate.edge.key.outage-grace`; others get 503, never 401.
@Singleton
public class Authenticator {
    private static final ServiceError UNAVAILABLE = new ServiceError(
            ErrorCode.SERVICE_UNAVAILABLE, "The API key can't be checked at the moment. Please try again.");

    private final KeyCache cache;
    private final KeyLookups lookups;
    private final KeyFollower follower;
    private final KeyMetrics metrics;
    private final long ttlMillis;
    private final long ttlUnheardMillis;
    private final long graceMillis;
    private final long pauseMillis;
    private final long retryAfterMillis;

    Authenticator(KeyCache cache, KeyLookups lookups, KeyFollower follower, KeyMetrics metrics, KeyConfig config) {
        this.cache = cache;
        this.lookups = lookups;
        this.follower = follower;
        this.metrics = metrics;
        this.ttlMillis = config.ttl().toMillis();
        this.ttlUnheardMillis = config.ttlUnheard().toMillis();
        this.graceMillis = config.outageGrace().toMillis();
        this.pauseMillis = config.refreshPause().toMillis();
        this.retryAfterMillis = config.retryAfter().toMillis();
    }

    /// Never fails; completes on the caller's context.
    ///
    /// @param authorizationHeader as it came, or null
    /// @param remoteAddress the caller's, as a literal
    /// @param requestId told to auth if it must be asked
    public Future<AuthOutcome> authenticate(
            @Nullable String authorizationHeader, String remoteAddress, String requestId) {
        return switch (BearerHeader.read(authorizationHeader)) {
            case BearerHeader.Wrong(ServiceError error) -> refused(error);
            case BearerHeader.Given(String key) -> ofKey(key, remoteAddress, requestId);
        };
    }

    /// The key of this digest, as [#digest] tells it: whoever asks must be known to be entitled to it.
    ///
    /// @param remoteAddress from where the key's own request came
    public Future<AuthOutcome> authenticateDigest(String digest, String remoteAddress, String requestId) {
        KeyHash hash = KeyHash.read(digest);
        return hash == null
                ? refused(KeyJudge.UNKNOWN)
                : ofCredential(Credential.of(hash), true, remoteAddress, requestId);
    }

    /// Digest (SHA-256, hex) of the key in this header, if there is one: that of a token is nobody's.
    public static Optional<String> digest(@Nullable String authorizationHeader) {
        return BearerHeader.read(authorizationHeader) instanceof BearerHeader.Given(String key)
                ? Optional.of(KeyHash.of(key).hex())
                : Optional.empty();
    }

    /// Tells of keys whose running streams must end as well, once each, on an event loop: the listener must not
    /// block.
    public void onKeyEnded(Consumer<String> keyIdListener) {
        follower.onKeyEnded(keyIdListener);
    }

    private Future<AuthOutcome> ofKey(String key, String remoteAddress, String requestId) {
        Credential credential = Credential.of(key);
        boolean wellFormed = credential.token() != null || KeyFormat.isWellFormed(key);
        return ofCredential(credential, wellFormed, remoteAddress, requestId);
    }

    private Future<AuthOutcome> ofCredential(
            Credential credential, boolean wellFormed, String remoteAddress, String requestId) {
        KnownKey known = cache.known(credential.hash());
        if (known != null) {
            return ofKnown(credential, known, remoteAddress, requestId);
        }
        UnknownKey unknown = cache.unknown(credential.hash());
        if (unknown != null) {
            metrics.hitUnknown.increment();
            return refused(unknown.refusal());
        }
        if (!wellFormed) {
            return refused(KeyJudge.MALFORMED);
        }
        return asked(credential, null, remoteAddress, requestId);
    }

    private Future<AuthOutcome> ofKnown(Credential credential, KnownKey known, String remoteAddress, String requestId) {
        long nowMillis = KeyLookups.nowMillis();
        long ttl = follower.isHearing() ? ttlMillis : ttlUnheardMillis;
        return switch (known.freshness(nowMillis, ttl, graceMillis)) {
            case FRESH -> {
                metrics.hit.increment();
                yield judge(known, remoteAddress);
            }
            case AGEING -> {
                metrics.hit.increment();
                refresh(credential, known, nowMillis, requestId);
                yield judge(known, remoteAddress);
            }
            case FAILING -> {
                metrics.hitFailing.increment();
                refresh(credential, known, nowMillis, requestId);
                yield judge(known, remoteAddress);
            }
            case EXPIRED -> asked(credential, known, remoteAddress, requestId);
            case DEAD -> asked(credential, null, remoteAddress, requestId);
        };
    }

    private void refresh(Credential credential, KnownKey known, long nowMillis, String requestId) {
        if (known.mayRefresh(nowMillis, pauseMillis)) {
            lookups.ask(credential, requestId).onFailure(failure -> known.markFailing());
        }
    }

    /// @param fallback what may be used when auth has no verdict, or null
    private Future<AuthOutcome> asked(
            Credential credential, @Nullable KnownKey fallback, String remoteAddress, String requestId) {
        metrics.miss.increment();
        return lookups.ask(credential, requestId)
                .compose(
                        verdict -> judge(verdict, remoteAddress),
                        failure -> withoutVerdict(credential.hash(), fallback, remoteAddress));
    }

    private static Future<AuthOutcome> judge(Verdict verdict, String remoteAddress) {
        return switch (verdict) {
            case KnownKey known -> known.judge(remoteAddress, System.currentTimeMillis() / 1_000);
            case UnknownKey unknown -> refused(unknown.refusal());
        };
    }

    /// The fallback may have been outdated by a change while auth was asked: then it is no longer in the cache.
    private Future<AuthOutcome> withoutVerdict(KeyHash hash, @Nullable KnownKey fallback, String remoteAddress) {
        if (fallback != null && cache.holds(hash, fallback)) {
            fallback.markFailing();
            metrics.hitFailing.increment();
            return judge(fallback, remoteAddress);
        }
        return Future.succeededFuture(new AuthOutcome.Unavailable(UNAVAILABLE, retryAfterMillis));
    }

    private static Future<AuthOutcome> refused(ServiceError error) {
        return Future.succeededFuture(new AuthOutcome.Refused(error));
    }
}
