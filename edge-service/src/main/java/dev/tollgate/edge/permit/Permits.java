package dev.tollgate.edge.permit;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.edge.peers.PeerCalls;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Admits requests by all of their limits or by none (rules 15, 16).
///
/// Large limits are taken from slices first, without a call while they are warm; then all small ones are asked for in
/// one call. A request without limits, or with warm large ones only, gets a completed future.
@ApplicationScoped
public class Permits {
    private final PermitConfig config;
    private final Checks checks;
    private final Pools pools;
    private final Degraded degraded;

    Permits(PermitConfig config, Pools pools) {
        this.config = config;
        this.pools = pools;
        this.checks = new Checks(config);
        this.degraded = pools.degraded();
    }

    /// Never fails: what goes wrong is an outcome. Completes on the caller's context.
    public Future<PermitOutcome> acquire(PermitRequest request) {
        List<Check> all = checks.of(request);
        for (Check check : all) {
            if (check.dimension() == Dimension.TPM && request.inputTokens() > check.limit()) {
                return Future.succeededFuture(never(check, request.inputTokens()));
            }
        }
        if (all.isEmpty()) {
            return Future.succeededFuture(new PermitOutcome.Admitted(new Permit(Map.of(), List.of())));
        }
        Attempt attempt = new Attempt(request.requestId(), pools.holds(), pools.reports());
        List<Check> small = new ArrayList<>();
        List<Future<@Nullable PermitOutcome>> waits = new ArrayList<>();
        long now = System.nanoTime();
        for (Check check : all) {
            Pool pool = check.large() ? pools.of(check) : null;
            if (pool == null) {
                small.add(check);
            } else {
                takeLarge(attempt, check, pool, now, waits);
            }
        }
        if (waits.isEmpty() && small.isEmpty()) {
            return Future.succeededFuture(new PermitOutcome.Admitted(attempt.permit()));
        }
        Future<PermitOutcome> outcome = waits.isEmpty()
                ? ask(request, attempt, small)
                : Future.join(waits).transform(ignored -> waited(request, attempt, small, waits));
        return PeerCalls.onCallerContext(outcome.recover(failure -> {
            attempt.putBack();
            pools.isAway(failure);
            return Future.succeededFuture(alone(all));
        }));
    }

    private void takeLarge(
            Attempt attempt, Check check, Pool pool, long now, List<Future<@Nullable PermitOutcome>> waits) {
        Pool.Taken taken = pool.take(check, now);
        if (taken != null) {
            pools.metrics().hits.increment();
            attempt.took(check, taken, pool, now);
            return;
        }
        pools.metrics().misses.increment();
        waits.add(pool.await(check).map(got -> {
            if (got.taken() == null) {
                return refused(check, got.retryAfterMillis(), window(check, pool));
            }
            attempt.took(check, got.taken(), pool, System.nanoTime());
            return null;
        }));
    }

    private Future<PermitOutcome> waited(
            PermitRequest request, Attempt attempt, List<Check> small, List<Future<@Nullable PermitOutcome>> waits) {
        PermitOutcome refusal = null;
        for (Future<@Nullable PermitOutcome> wait : waits) {
            if (wait.failed()) {
                return Future.failedFuture(wait.cause());
            }
            refusal = later(refusal, wait.result());
        }
        if (refusal != null) {
            attempt.putBack();
            return Future.succeededFuture(refusal);
        }
        return small.isEmpty()
                ? Future.succeededFuture(new PermitOutcome.Admitted(attempt.permit()))
                : ask(request, attempt, small);
    }

    private static @Nullable PermitOutcome later(@Nullable PermitOutcome one, @Nullable PermitOutcome other) {
        if (one instanceof PermitOutcome.Limited first
                && other instanceof PermitOutcome.Limited second
                && first.retryAfterMillis() >= second.retryAfterMillis()) {
            return one;
        }
        return other == null ? one : other;
    }

    private Future<PermitOutcome> ask(PermitRequest request, Attempt attempt, List<Check> small) {
        long tokens = request.inputTokens() + request.outputEstimate();
        return pools.ask(new PermitAsk(request.requestId(), pools.edgeId(), tokens, Checks.asked(small)))
                .map(answer -> {
                    PermitAnswer.Refusal refusal = answer.refusal();
                    if (refusal == null) {
                        attempt.admitted(small, answer.windows());
                        return new PermitOutcome.Admitted(attempt.permit());
                    }
                    attempt.putBack();
                    return refused(
                            new Check(refusal.subject(), refusal.dimension(), refusal.limit(), 1, false),
                            refusal.retryAfterMillis(),
                            answer.windows());
                });
    }

    /// Without the service.
    private PermitOutcome alone(List<Check> all) {
        return switch (config.whenAway()) {
            case REFUSE ->
                new PermitOutcome.Unavailable(
                        new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "Rate limits can't be checked now."));
            case SHARE -> aloneByShare(all);
        };
    }

    private PermitOutcome aloneByShare(List<Check> all) {
        Map<String, String> headers = Map.of(Headers.RATELIMIT_MODE, "degraded");
        Check refusing = degraded.take(all, pools.edges(), System.nanoTime());
        if (refusing != null) {
            pools.metrics().refused(refusing.dimension());
            return new PermitOutcome.Limited(error(refusing), 1_000, true, headers);
        }
        pools.metrics().admittedDegraded.increment();
        List<LongConsumer> ends = new ArrayList<>();
        all.stream()
                .filter(check -> check.dimension() == Dimension.CONCURRENCY)
                .forEach(check -> ends.add(ignored -> degraded.release(check)));
        return new PermitOutcome.Admitted(new Permit(headers, ends));
    }

    private PermitOutcome refused(Check check, long retryAfterMillis, List<PermitAnswer.Window> windows) {
        pools.metrics().refused(check.dimension());
        return new PermitOutcome.Limited(
                error(check), retryAfterMillis, retryAfterMillis >= 0, RateHeaders.of(windows));
    }

    private PermitOutcome never(Check check, long inputTokens) {
        pools.metrics().refused(check.dimension());
        ServiceError error = new ServiceError(
                ErrorCode.RATE_LIMIT_EXCEEDED,
                "Rate limit exceeded: " + check.told() + "; the input alone has " + inputTokens + " tokens");
        return new PermitOutcome.Limited(error, -1, false, new HashMap<>());
    }

    private static ServiceError error(Check check) {
        return new ServiceError(ErrorCode.RATE_LIMIT_EXCEEDED, "Rate limit exceeded: " + check.told());
    }

    private static List<PermitAnswer.Window> window(Check check, Pool pool) {
        return List.of(new PermitAnswer.Window(
                check.subject(),
                check.dimension(),
                check.limit(),
                0,
                pool.seen().resetMillis()));
    }
}
