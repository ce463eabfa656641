package dev.tollgate.edge.pipeline;

import dev.tollgate.edge.provider.spi.Operation;

/// Serves an operation that is no single answer but a session, in which each answer is admitted on its own. The
/// pipeline leads a call up to its admission; from there on the host has it, with the [SessionDesk] to go to.
public interface SessionHost {
    Operation operation();

    /// Called on the call's event loop, for a caller that is known and a model that serves the operation.
    void host(Call call);
}
