package dev.tollgate.edge.permit;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer.Refusal;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.edge.peers.PeerCalls;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Admits requests by all of their limits or by none (rules 15, 16).
///
/// Large limits are taken from slices first, without a call while they are warm; then all small ones are asked for
/// in one call. A request without limits, or with warm large ones only, gets a completed future.
@Singleton
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
            return Future.succeededFuture(new PermitOutcome.Admitted(Permit.none()));
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

    /// How the windows are that a request would be counted in, and which has no room for it. Takes nothing. Fails
    /// where that cannot be known.
    public Future<Look> look(PermitRequest request) {
        List<Check> all =
                checks.of(request).stream().map(Check::askedPerRequest).toList();
        return all.isEmpty()
                ? Future.succeededFuture(new Look(null, List.of()))
                : PeerCalls.onCallerContext(pools.ask(question(request, request.requestId(), all, true)))
                        .map(answer -> new Look(answer.refusal(), answer.windows()));
    }

    /// @param refusal null where all have room
    public record Look(@Nullable Refusal refusal, List<PermitAnswer.Window> windows) {
        public Look {
            windows = List.copyOf(windows);
        }
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
        waits.add(pool.await(check).map(got -> switch (got) {
            case Pool.Got.Some some -> {
                attempt.took(check, some.taken(), pool, System.nanoTime());
                yield null;
            }
            case Pool.Got.None none -> refused(check, none.retryAfterMillis(), window(check, pool));
            case Pool.Got.Late ignored -> {
                attempt.isLate(check);
                yield null;
            }
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
        List<Check> asked = new ArrayList<>(small);
        asked.addAll(attempt.late());
        if (refusal != null) {
            attempt.putBack();
            return asked.isEmpty() ? Future.succeededFuture(refusal) : lookOn(request, asked, refusal);
        }
        return asked.isEmpty()
                ? Future.succeededFuture(new PermitOutcome.Admitted(attempt.permit()))
                : ask(request, attempt, asked);
    }

    /// The other limits may have no room for longer: `Retry-After` covers all.
    private Future<PermitOutcome> lookOn(PermitRequest request, List<Check> asked, PermitOutcome refusal) {
        return pools.ask(question(request, request.requestId(), asked, true)).transform(answer -> {
            PermitAnswer.Refusal other = answer.succeeded() ? answer.result().refusal() : null;
            return Future.succeededFuture(
                    other == null
                            ? refusal
                            : later(refusal, limited(other, answer.result().windows())));
        });
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
        return pools.ask(question(request, attempt.requestId(), small, false)).compose(answer -> {
            PermitAnswer.Refusal refusal = answer.refusal();
            if (refusal == null) {
                attempt.admitted(small, answer.windows());
                return Future.succeededFuture(new PermitOutcome.Admitted(attempt.permit()));
            }
            if (attempt.isFirst() && isInItsOwnWay(refusal)) {
                attempt.again();
                return pools.reports().tell().compose(ignored -> ask(request, attempt, small));
            }
            attempt.putBack();
            pools.metrics().refused(refusal.dimension());
            return Future.succeededFuture(limited(refusal, answer.windows()));
        });
    }

    /// A caller that waits for each answer before it asks again must not be refused for what has ended.
    private boolean isInItsOwnWay(PermitAnswer.Refusal refusal) {
        return refusal.dimension() == Dimension.CONCURRENCY && pools.reports().isReleasing(refusal.subject());
    }

    private PermitAsk question(PermitRequest request, String requestId, List<Check> asked, boolean look) {
        long tokens = request.inputTokens() + request.outputEstimate();
        return new PermitAsk(requestId, pools.edgeId(), tokens, Checks.asked(asked), look);
    }

    private static PermitOutcome.Limited limited(PermitAnswer.Refusal refusal, List<PermitAnswer.Window> windows) {
        Check check = new Check(refusal.subject(), refusal.dimension(), refusal.limit(), 1, false);
        return new PermitOutcome.Limited(
                error(check), refusal.retryAfterMillis(), refusal.retryAfterMillis() >= 0, RateHeaders.of(windows));
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
        Degraded.Refusal refusal = degraded.take(all, pools.edges(), System.nanoTime());
        if (refusal != null) {
            pools.metrics().refused(refusal.check().dimension());
            return new PermitOutcome.Limited(error(refusal.check()), refusal.retryAfterMillis(), true, headers);
        }
        pools.metrics().admittedDegraded.increment();
        return new PermitOutcome.Admitted(new Permit(headers, ignored -> all.stream()
                .filter(check -> check.dimension() == Dimension.CONCURRENCY)
                .forEach(degraded::release)));
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
