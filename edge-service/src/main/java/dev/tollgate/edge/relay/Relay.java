package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ServiceError;

/// An answer on its way to the client.
public sealed interface Relay permits ByteRelay, PlainRelay, StreamRelay {
    /// Ends it from outside; to be called on the request's event loop. The upstream is closed.
    ///
    /// @param outcome of a stream that was being relayed
    /// @return true when nothing has been sent yet, so that the error is the caller's to tell and the request the
    ///     caller's to report; false when the relay tells its own end, or has told it
    boolean interrupt(Outcome outcome, ServiceError error);
}
