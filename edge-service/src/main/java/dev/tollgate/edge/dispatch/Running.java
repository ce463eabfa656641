package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.error.ServiceError;

/// A request under way.
public interface Running {
    /// Ends it from outside, whatever it is at: the upstream is closed, and the caller gets the error, as an answer
    /// or as the last frame of its stream. May be called from any thread; does nothing once the request has ended.
    void revoke(ServiceError error);

    /// Ends it as [#revoke] does, but as one that was cancelled: the edge itself ends. Does nothing where shutdowns
    /// are told in another way.
    default void cut(ServiceError error) {}
}
