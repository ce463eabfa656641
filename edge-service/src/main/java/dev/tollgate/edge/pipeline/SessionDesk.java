package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.credit.Reservation;
import dev.tollgate.edge.credit.ReserveOutcome;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.permit.Permit;
import dev.tollgate.edge.permit.PermitOutcome;
import dev.tollgate.edge.permit.PermitRequest.Scope;
import dev.tollgate.edge.relay.RelayHooks;
import io.vertx.core.Future;
import jakarta.inject.Singleton;

/// Limits, credit and books of sessions: what [Admission] and [BooksKeeper] are to single answers, in pieces, since
/// credit is held before it is known when the next answer begins (rules 11).
@Singleton
public class SessionDesk {
    private final Admission admission;
    private final BooksKeeper keeper;
    private final AdmissionMetrics metrics;

    SessionDesk(Admission admission, BooksKeeper keeper, AdmissionMetrics metrics) {
        this.admission = admission;
        this.keeper = keeper;
        this.metrics = metrics;
    }

    /// A session as such: one request, and a slot for as long as it lasts. Never fails.
    public Future<PermitOutcome> enter(Call session) {
        return admission.permit(session, Bounds.ofTokens(0, 0, 0), Scope.SESSION);
    }

    /// One answer within a session: a request and its tokens. Never fails.
    public Future<PermitOutcome> permit(Call answer, Bounds bounds) {
        return admission.permit(answer, bounds, Scope.WITHIN_SESSION);
    }

    /// Credit for one answer, known or still to come. Never fails.
    public Future<ReserveOutcome> reserve(Call answer, Bounds bounds) {
        return admission.reserveAnew(answer, bounds);
    }

    /// The books of one answer. Its permit and reservation are settled with them.
    public RelayHooks books(Call answer, Permit permit, Reservation reservation, Bounds bounds) {
        return new Books(answer, new Admission.Outcome.Admitted(permit, reservation, bounds), keeper, () -> {});
    }

    /// Counted as the admission of a request is.
    public void admitted() {
        metrics.admitted();
    }

    /// Counted as the refusal of a request is.
    public void refused(ServiceError error) {
        metrics.refused(error.code());
    }

    /// Whether what is begun now can be recorded.
    public boolean records() {
        return keeper.journal().admits();
    }

    /// What the caller of one that cannot be recorded is told.
    public static ServiceError unrecorded() {
        return new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "Requests cannot be recorded at the moment.");
    }
}
