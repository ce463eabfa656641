package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.RealtimeDialect;
import io.vertx.core.http.WebSocket;
import java.util.List;

/// What dialing ends in.
public sealed interface Dialed {
    /// @param socket paused: nothing that the provider said is lost
    /// @param made all attempts, the last one the good one
    record Connected(WebSocket socket, Target target, RealtimeDialect dialect, List<Attempt> made) implements Dialed {
        public Connected {
            made = List.copyOf(made);
        }
    }

    /// No provider would have it.
    ///
    /// @param retryAfterMillis 0 for none
    record Refused(ServiceError error, long retryAfterMillis) implements Dialed {}
}
