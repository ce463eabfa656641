package dev.tollgate.edge.realtime;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.credit.Reservation;
import dev.tollgate.edge.credit.ReserveOutcome;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.pipeline.Call;
import dev.tollgate.edge.pipeline.SessionDesk;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/// Credit for the next response of a session, held before it begins: the provider may begin it by itself, when it
/// has heard the caller out. Lives on the session's event loop.
final class Standby {
    private static final int TRIES = 3;
    private static final long RETRY_SOON_MILLIS = 1_000;

    private record Held(Reservation reservation, long priceVersion, long output) {
        boolean covers(Call answer, Bounds bounds) {
            return reservation.usable() && priceVersion == answer.route().priceVersion() && output >= bounds.output();
        }
    }

    private final SessionDesk desk;
    private @Nullable Held held;
    private @Nullable Future<ReserveOutcome> asking;
    private boolean over;

    Standby(SessionDesk desk) {
        this.desk = desk;
    }

    /// Holds what such an answer may cost, unless that is held. What is held cannot be trusted for ever (rules 2),
    /// and prices change: then it is held anew. Never fails.
    Future<ReserveOutcome> renew(Call answer, Bounds bounds) {
        if (over) {
            return Future.succeededFuture(unconfirmed());
        }
        Future<ReserveOutcome> running = asking;
        if (running != null) {
            return running;
        }
        Held now = held;
        if (now != null && now.covers(answer, bounds)) {
            return Future.succeededFuture(new ReserveOutcome.Reserved(now.reservation()));
        }
        release();
        Future<ReserveOutcome> asked = desk.reserve(answer, bounds).onComplete(outcome -> {
            asking = null;
            if (outcome.succeeded() && outcome.result() instanceof ReserveOutcome.Reserved(Reservation reserved)) {
                keep(new Held(reserved, answer.route().priceVersion(), bounds.output()));
            }
        });
        if (!asked.isComplete()) {
            asking = asked;
        }
        return asked;
    }

    private void keep(Held reserved) {
        if (over) {
            reserved.reservation().release();
        } else {
            held = reserved;
        }
    }

    /// Hands it over to an answer that begins. Never fails.
    Future<ReserveOutcome> take(Call answer, Bounds bounds) {
        return take(answer, bounds, TRIES);
    }

    private Future<ReserveOutcome> take(Call answer, Bounds bounds, int tries) {
        return renew(answer, bounds).compose(outcome -> {
            if (!(outcome instanceof ReserveOutcome.Reserved)) {
                return Future.succeededFuture(outcome);
            }
            Held now = held;
            if (now != null && now.covers(answer, bounds)) {
                held = null;
                return Future.succeededFuture(new ReserveOutcome.Reserved(now.reservation()));
            }
            // Another answer took it, or it was asked for with a lower bound.
            return tries > 1 ? take(answer, bounds, tries - 1) : Future.succeededFuture(unconfirmed());
        });
    }

    private static ReserveOutcome unconfirmed() {
        return new ReserveOutcome.Unavailable(
                new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "Credit cannot be confirmed at the moment. Try again."),
                RETRY_SOON_MILLIS);
    }

    /// Nothing follows.
    void end() {
        over = true;
        release();
    }

    private void release() {
        Held now = held;
        if (now != null) {
            held = null;
            now.reservation().release();
        }
    }
}
