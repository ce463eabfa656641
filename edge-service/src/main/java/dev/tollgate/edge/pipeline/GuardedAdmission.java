package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.guard.Facts;
import dev.tollgate.edge.guard.GuardedCall;
import dev.tollgate.edge.guard.Guards;
import dev.tollgate.edge.permit.Permit;
import dev.tollgate.edge.permit.PermitOutcome;
import dev.tollgate.edge.permit.PermitRequest;
import io.vertx.core.Future;
import jakarta.inject.Singleton;

/// Admits requests of groups with guardrails: limits first, then what the caller says is looked at, and credit is held
/// for what is left of it. While a guardrail takes its time no credit is held, and what it blocks costs nothing.
@Singleton
class GuardedAdmission {
    /// What came of it.
    ///
    /// @param call as it goes on, with other words where a guardrail has put some
    record Result(Call call, Admission.Outcome outcome) {}

    private static final long RETRY_SOON_MILLIS = 1_000;

    private final Admission admission;
    private final Guards guards;

    GuardedAdmission(Admission admission, Guards guards) {
        this.admission = admission;
        this.guards = guards;
    }

    /// Nobody could look at what is said in a session.
    static ServiceError noSessions() {
        return new ServiceError(
                ErrorCode.MODEL_NOT_ALLOWED, "Sessions are not for groups with guardrails: they could not be guarded.");
    }

    Future<Result> admit(Call call, Guardrails guardrails) {
        GuardedCall guarded = guards.of(guardrails, facts(call));
        Call known = call.guarded(call.asked(), guarded, 0);
        if (!guarded.looksBefore()) {
            return admission.admit(known).map(outcome -> new Result(known, outcome));
        }
        Bounds bounds = call.asked().bounds(call.route().model(), call.route().price());
        return admission.permit(call, bounds, PermitRequest.Scope.ALL).compose(permit -> switch (permit) {
            case PermitOutcome.Admitted(Permit admitted) -> look(known, guarded, admitted);
            case PermitOutcome refusal -> Future.succeededFuture(new Result(known, Admission.refused(refusal)));
        });
    }

    private static Facts facts(Call call) {
        return new Facts(
                call.exchange().id(),
                call.key().accountId(),
                call.key().keyId(),
                call.route().group().id(),
                call.route().model().id(),
                call.asked().body().operation());
    }

    private Future<Result> look(Call call, GuardedCall guarded, Permit permit) {
        long began = System.nanoTime();
        return guarded.before(call.asked(), call.source())
                .onFailure(failure -> permit.giveBack())
                .compose(looked -> switch (looked) {
                    case GuardedCall.Before.Passed(var asked) ->
                        reserve(call.guarded(asked, guarded, System.nanoTime() - began), permit);
                    case GuardedCall.Before.Refused(ServiceError error) -> {
                        permit.giveBack();
                        yield Future.succeededFuture(new Result(call, refused(error, guarded)));
                    }
                });
    }

    private Future<Result> reserve(Call call, Permit permit) {
        return admission
                .reserve(call, permit)
                .onFailure(failure -> permit.giveBack())
                .map(outcome -> new Result(call, outcome));
    }

    private static Admission.Outcome refused(ServiceError error, GuardedCall guarded) {
        long retryAfter = error.code() == ErrorCode.GUARDRAIL_UNAVAILABLE ? RETRY_SOON_MILLIS : 0;
        return new Admission.Outcome.Refused(error, retryAfter, guarded.headers());
    }
}
