package dev.tollgate.edge.peers;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/// Crosses from the typed clients (Mutiny) to the pipeline (Vert.x futures).
///
/// The future completes on the Vert.x context that asked, so that one request stays on one event loop; without a
/// context (a test, a plain thread) it completes where the answer arrives.
public final class PeerCalls {
    private PeerCalls() {}

    /// Starts the call now; a null item is a null result.
    public static <T> Future<T> start(Uni<T> call) {
        Promise<T> promise = promise();
        call.subscribe().with(promise::complete, promise::fail);
        return promise.future();
    }

    /// The same result, told on the caller's context: for a call that several requests share.
    public static <T> Future<T> onCallerContext(Future<T> shared) {
        if (shared.isComplete()) {
            return shared;
        }
        Promise<T> promise = promise();
        shared.onComplete(promise);
        return promise.future();
    }

    private static <T> Promise<T> promise() {
        Context context = Vertx.currentContext();
        return context == null ? Promise.promise() : ((ContextInternal) context).promise();
    }
}
