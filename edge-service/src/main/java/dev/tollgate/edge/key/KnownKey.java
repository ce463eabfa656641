package dev.tollgate.edge.key;

import dev.tollgate.contract.auth.v1.AddressBlock;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.error.ServiceError;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A verdict of auth on one key. The answer to a warm request is made once, with it.
final class KnownKey implements Verdict {
    private final KeyContext context;
    private final List<AddressBlock> blocks;
    private final Future<AuthOutcome> admitted;
    private final long revision;
    private final long epoch;
    private final long askedMillis;
    private final AtomicLong nextRefreshMillis = new AtomicLong(Long.MIN_VALUE);
    private volatile boolean failing;

    /// @param revision of auth, read before the look-up
    /// @param epoch of [LastChanges], read before the call
    /// @param askedMillis on the monotonic clock, before the call
    KnownKey(KeyContext context, long revision, long epoch, long askedMillis) {
        this.context = context;
        this.blocks = KeyJudge.blocks(context);
        this.admitted = Future.succeededFuture(new AuthOutcome.Authenticated(context));
        this.revision = revision;
        this.epoch = epoch;
        this.askedMillis = askedMillis;
    }

    Future<AuthOutcome> judge(String remoteAddress, long nowSeconds) {
        ServiceError refusal = KeyJudge.refusal(context, blocks, remoteAddress, nowSeconds);
        return refusal == null ? admitted : Future.succeededFuture(new AuthOutcome.Refused(refusal));
    }

    boolean isOutdated(LastChanges changes) {
        return changes.isOutdated(context, revision, epoch);
    }

    Freshness freshness(long nowMillis, long ttlMillis, long graceMillis) {
        return Freshness.of(nowMillis - askedMillis, ttlMillis, graceMillis, failing);
    }

    /// Whether the caller is the one to refresh it; at most once per pause.
    boolean mayRefresh(long nowMillis, long pauseMillis) {
        long next = nextRefreshMillis.get();
        return nowMillis >= next && nextRefreshMillis.compareAndSet(next, nowMillis + pauseMillis);
    }

    /// Auth could not be asked.
    void markFailing() {
        failing = true;
    }
}
