package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.credit.Credit;
import dev.tollgate.edge.credit.Reservation;
import dev.tollgate.edge.credit.ReserveOutcome;
import dev.tollgate.edge.credit.ReserveRequest;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.permit.Permit;
import dev.tollgate.edge.permit.PermitOutcome;
import dev.tollgate.edge.permit.PermitRequest;
import dev.tollgate.edge.permit.Permits;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.Map;

/// Limits and credit, asked for at once: with cold caches that is one round of inner calls, with warm ones none.
/// All or nothing: what one grants is given back when the other refuses.
@Singleton
class Admission {
    /// What came of it.
    sealed interface Outcome {
        record Admitted(Permit permit, Reservation reservation, Bounds bounds) implements Outcome {}

        /// @param retryAfterMillis 0 for none; negative tells SDKs not to try again
        record Refused(ServiceError error, long retryAfterMillis, Map<String, String> headers) implements Outcome {}
    }

    private final Permits permits;
    private final Credit credit;

    Admission(Permits permits, Credit credit) {
        this.permits = permits;
        this.credit = credit;
    }

    Future<Outcome> admit(Call call) {
        Bounds bounds = call.asked().bounds(call.route().model(), call.route().price());
        Future<PermitOutcome> permit = permit(call, bounds, PermitRequest.Scope.ALL);
        Future<ReserveOutcome> reservation = reserve(call, bounds);
        if (permit.succeeded() && reservation.succeeded()) {
            return Future.succeededFuture(decide(permit.result(), reservation.result(), bounds));
        }
        return Future.join(permit, reservation).transform(both -> {
            if (both.failed()) {
                giveBack(permit, reservation);
                return Future.failedFuture(both.cause());
            }
            return Future.succeededFuture(decide(permit.result(), reservation.result(), bounds));
        });
    }

    /// What it throws must not keep the permit.
    private Future<ReserveOutcome> reserve(Call call, Bounds bounds) {
        try {
            return credit.reserve(reserveRequest(call, bounds));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /// Limits alone.
    Future<PermitOutcome> permit(Call call, Bounds bounds, PermitRequest.Scope scope) {
        return permits.acquire(permitRequest(call, bounds, scope));
    }

    /// Credit alone, once more: what was reserved can no longer be used (rules 2).
    Future<ReserveOutcome> reserveAnew(Call call, Bounds bounds) {
        return credit.reserve(reserveRequest(call, bounds));
    }

    /// What it will likely consume, by what such requests usually take.
    Quantities likely(Call call, Bounds bounds) {
        return Quantities.NONE
                .with(UsageClass.INPUT, bounds.inputEstimate())
                .with(call.asked().outputClass(), likelyOutput(call, bounds))
                .plus(bounds.unitsEstimate());
    }

    /// In tokens, over all choices.
    long likelyOutput(Call call, Bounds bounds) {
        return bounds.outputEstimate(
                credit.learnedOutput(call.key().keyId(), call.route().model().id()));
    }

    private static Outcome decide(PermitOutcome permit, ReserveOutcome reservation, Bounds bounds) {
        return switch (permit) {
            case PermitOutcome.Admitted(Permit admitted) -> withPermit(admitted, reservation, bounds);
            case PermitOutcome refusal -> {
                release(reservation);
                yield refused(refusal);
            }
        };
    }

    /// @throws IllegalArgumentException when it is none
    static Outcome refused(PermitOutcome refusal) {
        return switch (refusal) {
            case PermitOutcome.Limited limited ->
                new Outcome.Refused(
                        limited.error(), limited.retryable() ? limited.retryAfterMillis() : -1, limited.headers());
            case PermitOutcome.Unavailable unavailable -> new Outcome.Refused(unavailable.error(), 1_000, Map.of());
            case PermitOutcome.Admitted admitted -> throw new IllegalArgumentException("it is admitted");
        };
    }

    /// Credit for one whose limits have let it pass; all or nothing here, too.
    Future<Outcome> reserve(Call call, Permit permit) {
        Bounds bounds = call.asked().bounds(call.route().model(), call.route().price());
        return credit.reserve(reserveRequest(call, bounds)).map(reservation -> withPermit(permit, reservation, bounds));
    }

    private static Outcome withPermit(Permit permit, ReserveOutcome reservation, Bounds bounds) {
        return switch (reservation) {
            case ReserveOutcome.Reserved(Reservation reserved) -> new Outcome.Admitted(permit, reserved, bounds);
            case ReserveOutcome.Refused(ServiceError error, long retryAfterMillis) -> {
                permit.giveBack();
                yield new Outcome.Refused(error, retryAfterMillis, permit.headers());
            }
            case ReserveOutcome.Unavailable(ServiceError error, long retryAfterMillis) -> {
                permit.giveBack();
                yield new Outcome.Refused(error, retryAfterMillis, permit.headers());
            }
        };
    }

    private static void giveBack(Future<PermitOutcome> permit, Future<ReserveOutcome> reservation) {
        if (permit.succeeded() && permit.result() instanceof PermitOutcome.Admitted(Permit admitted)) {
            admitted.giveBack();
        }
        if (reservation.succeeded()) {
            release(reservation.result());
        }
    }

    private static void release(ReserveOutcome reservation) {
        if (reservation instanceof ReserveOutcome.Reserved(Reservation reserved)) {
            reserved.release();
        }
    }

    private PermitRequest permitRequest(Call call, Bounds bounds, PermitRequest.Scope scope) {
        return new PermitRequest(
                call.exchange().id(),
                call.key(),
                call.route().model(),
                call.route().group(),
                bounds.inputEstimate(),
                likelyOutput(call, bounds),
                scope);
    }

    static ReserveRequest reserveRequest(Call call, Bounds bounds) {
        return new ReserveRequest(
                call.exchange().id(),
                call.key(),
                call.route().model().id(),
                call.route().price(),
                call.route().free(),
                bounds.input(),
                bounds.output(),
                bounds.leastUsefulOutput(),
                call.streams(),
                bounds.hiddenReasoning(),
                bounds.units());
    }
}
