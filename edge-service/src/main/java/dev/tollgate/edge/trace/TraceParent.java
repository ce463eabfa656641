package dev.tollgate.edge.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/// The span of a request that waits, kept for a call that is made for it elsewhere.
public record TraceParent(Context context) {
    /// The one of the present context; without meaning, and of no cost to speak of, while tracing is off.
    public static TraceParent current() {
        return new TraceParent(Context.current());
    }

    /// Runs what calls, on a context of its own, as a part of that request.
    public void adopt(Runnable calling) {
        try (Scope scope = context.makeCurrent()) {
            calling.run();
        }
    }
}
