package dev.tollgate.edge.provider.vertex;

import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Granted;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One service account's access token. It is minted by one at a time, whoever else asks waits for the same;
/// anew from five minutes before its end on, while the old one still serves. What was refused is not asked for
/// again at once.
final class AccessToken {
    private static final Logger LOG = Logger.getLogger(AccessToken.class);
    private static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);
    /// A request that is sent with it has to arrive, too.
    private static final Duration UNUSED_BEFORE = Duration.ofSeconds(30);

    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Granted REFUSED = new Granted.Denied(new Failure.Rejected(401));
    private static final Granted BROKEN = new Granted.Denied(new Failure.Broken("token"));

    private final Supplier<Future<Minter.Minted>> minter;
    private Future<Granted> token = Future.succeededFuture(BROKEN);
    private Future<Granted> denied = Future.succeededFuture(BROKEN);
    private Instant expires = Instant.EPOCH;
    private Instant quietUntil = Instant.EPOCH;
    private @Nullable Promise<Granted> pending;

    AccessToken(Supplier<Future<Minter.Minted>> minter) {
        this.minter = minter;
    }

    Future<Granted> get(Instant now) {
        Promise<Granted> mine = null;
        Future<Granted> answer;
        synchronized (this) {
            boolean good = now.isBefore(expires.minus(UNUSED_BEFORE));
            boolean fresh = now.isBefore(expires.minus(RENEWED_BEFORE));
            if (!fresh && pending == null && !now.isBefore(quietUntil)) {
                mine = Promise.promise();
                pending = mine;
            }
            answer = good ? token : pending == null ? denied : pending.future();
        }
        if (mine != null) {
            mint(mine, now);
        }
        return answer;
    }

    private void mint(Promise<Granted> mine, Instant began) {
        Future<Minter.Minted> minting;
        try {
            minting = minter.get();
        } catch (RuntimeException e) {
            minting = Future.failedFuture(e);
        }
        minting.onComplete(done -> mine.complete(settled(done, began)));
    }

    /// A token that is still good is not lost by a refusal.
    private synchronized Granted settled(AsyncResult<Minter.Minted> done, Instant began) {
        pending = null;
        if (done.succeeded()) {
            Granted granted = new Granted.Secret(done.result().token());
            expires = done.result().expires();
            token = Future.succeededFuture(granted);
            return granted;
        }
        LOG.warnf("no access token could be minted: %s", done.cause().getMessage());
        Granted refused = done.cause() instanceof Minter.Refused ? REFUSED : BROKEN;
        quietUntil = began.plus(QUIET);
        denied = Future.succeededFuture(refused);
        return refused;
    }
}
