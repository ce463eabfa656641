package dev.tollgate.edge.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Which requests are traced, where tracing is on (`TOLLGATE_OTEL_DISABLED=false`).
@ConfigMapping(prefix = "tollgate.edge.trace")
interface TraceConfig {
    /// The part of requests that is traced, 0 to 1, where the caller's `traceparent` does not decide it.
    @WithDefault("1.0")
    double ratio();
}
