package dev.tollgate.edge.realtime;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.catalogue.RouteOutcome;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.credit.Reservation;
import dev.tollgate.edge.credit.ReserveOutcome;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.permit.Permit;
import dev.tollgate.edge.permit.PermitOutcome;
import dev.tollgate.edge.pipeline.Call;
import dev.tollgate.edge.pipeline.SessionDesk;
import dev.tollgate.edge.relay.Clearance;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/// Admits the answers of one session, each on its own: by the prices and limits of the moment at which it begins
/// (rules 11), with a request id of its own.
final class Answers {
    private static final ServiceError GONE =
            new ServiceError(ErrorCode.MODEL_NOT_FOUND, "The model of this session is no longer offered.", "model");

    private final Call session;
    private final Target target;
    private final SessionDesk desk;
    private final Snapshots snapshots;
    private final Standby standby;

    Answers(Call session, Target target, SessionDesk desk, Snapshots snapshots, Standby standby) {
        this.session = session;
        this.target = target;
        this.desk = desk;
        this.snapshots = snapshots;
        this.standby = standby;
    }

    /// Sees to it that the next answer is paid for. Never fails.
    ///
    /// @param output its bound in tokens
    Future<ReserveOutcome> fund(long output) {
        Call next = callNow(0);
        return next == null
                ? Future.succeededFuture(new ReserveOutcome.Refused(GONE, 0))
                : standby.renew(next, bounds(next, output));
    }

    /// A response. Never fails.
    ///
    /// @param inputEstimate tokens of the conversation, by our own count
    /// @param started the provider has begun it by itself: a limit cannot keep it from that
    Future<Begun> begin(long inputEstimate, long output, boolean started) {
        Call answer = callNow(inputEstimate);
        if (answer == null) {
            return Future.succeededFuture(new Begun.Impossible(GONE));
        }
        if (!desk.records()) {
            return Future.succeededFuture(new Begun.Impossible(SessionDesk.unrecorded()));
        }
        Bounds bounds = bounds(answer, output);
        return desk.permit(answer, bounds).compose(outcome -> switch (outcome) {
            case PermitOutcome.Admitted(Permit permit) -> funded(answer, bounds, permit, null);
            case PermitOutcome.Limited limited -> limited(answer, bounds, limited.error(), started);
            case PermitOutcome.Unavailable(ServiceError error) -> limited(answer, bounds, error, started);
        });
    }

    /// What is charged after the fact, beside the responses: a transcription. It counts in no limit, and takes the
    /// credit that is held for the next response. Never fails.
    Future<Begun> beginBeside(long output) {
        Call answer = callNow(0);
        return answer == null
                ? Future.succeededFuture(new Begun.Impossible(GONE))
                : funded(answer, bounds(answer, output), Permit.none(), null);
    }

    private Future<Begun> limited(Call answer, Bounds bounds, ServiceError error, boolean started) {
        desk.refused(error);
        return started
                ? funded(answer, bounds, Permit.none(), error)
                : Future.succeededFuture(new Begun.Limited(error));
    }

    private Future<Begun> funded(Call answer, Bounds bounds, Permit permit, @Nullable ServiceError limit) {
        return standby.take(answer, bounds).compose(outcome -> switch (outcome) {
            case ReserveOutcome.Reserved(Reservation reserved) ->
                opened(new Turn(answer, desk.books(answer, permit, reserved, bounds), target, limit));
            case ReserveOutcome.Refused(ServiceError error, long retryAfterMillis) -> impossible(permit, error);
            case ReserveOutcome.Unavailable(ServiceError error, long retryAfterMillis) -> impossible(permit, error);
        });
    }

    private Future<Begun> impossible(Permit permit, ServiceError error) {
        permit.giveBack();
        desk.refused(error);
        return Future.succeededFuture(new Begun.Impossible(error));
    }

    private Future<Begun> opened(Turn turn) {
        return turn.open().transform(cleared -> {
            if (cleared.failed()) {
                turn.end(Outcome.REFUSED, null);
                return Future.succeededFuture(new Begun.Impossible(SessionDesk.unrecorded()));
            }
            return Future.succeededFuture(
                    switch (cleared.result()) {
                        case Clearance.Cleared now -> {
                            desk.admitted();
                            yield new Begun.Admitted(turn);
                        }
                        case Clearance.Refused(ServiceError error, long retryAfterMillis) -> {
                            turn.end(Outcome.REFUSED, null);
                            yield new Begun.Impossible(error);
                        }
                    });
        });
    }

    private static Bounds bounds(Call answer, long output) {
        return ((SessionRequest) answer.asked()).bounds(answer.route().model(), output);
    }

    /// Null when the model has no price any more, or is not this key's to use.
    private @Nullable Call callNow(long inputEstimate) {
        long now = System.currentTimeMillis();
        RouteOutcome found = snapshots.current().route(session.asked().model(), session.key(), now);
        if (!(found instanceof RouteOutcome.Routed(Route route))) {
            return null;
        }
        Exchange whole = session.exchange();
        Exchange own = new Exchange(
                RequestId.next(now).toString(),
                whole.endpoint(),
                whole.errors(),
                whole.clientRequestId(),
                now,
                System.nanoTime(),
                whole.request(),
                whole.response());
        return new Call(own, session.key(), ((SessionRequest) session.asked()).after(inputEstimate), route, 0);
    }
}
