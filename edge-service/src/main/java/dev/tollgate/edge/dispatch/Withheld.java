package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.edge.access.RequestLog;
import dev.tollgate.edge.relay.Clearance;
import org.jboss.logging.Logger;

/// Why a request is not sent, for reasons of ours.
final class Withheld {
    private static final Logger LOG = Logger.getLogger(Withheld.class);
    private static final long SOON_MILLIS = 1_000L;

    private Withheld() {}

    /// Too much is being fetched for others.
    static Clearance.Refused busy() {
        return new Clearance.Refused(
                new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "Too many files are being fetched at the moment."),
                SOON_MILLIS);
    }

    /// Credit or the journal say no: an error that is meant for the caller is told as it is.
    static Clearance.Refused unrecorded(String requestId, Throwable failure) {
        if (failure instanceof ServiceException told) {
            return new Clearance.Refused(told.error(), told.error().code().status() == 503 ? SOON_MILLIS : 0);
        }
        RequestLog.about(requestId, () -> LOG.warnf("request %s is not sent: %s", requestId, failure.toString()));
        return new Clearance.Refused(
                new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "The request cannot be recorded at the moment."),
                SOON_MILLIS);
    }
}
