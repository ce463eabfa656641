package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.relay.Ending;

/// Hears of each request that was answered in full, on its event loop, when its books are kept.
public interface Mirror {
    /// Must not keep the loop.
    ///
    /// @param target that answered
    void answered(DispatchRequest request, Target target, Ending ending);
}
