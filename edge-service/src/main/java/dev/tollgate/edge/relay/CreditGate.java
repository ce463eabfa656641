package dev.tollgate.edge.relay;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import io.vertx.core.AsyncResult;
import java.util.function.Consumer;

/// Asks for each chunk, before it goes to the client, whether credit reaches for it (rules 7). While the answer is
/// not there, chunks wait behind each other in their order.
final class CreditGate {
    private final RelayHooks hooks;
    private final DeliveredText text;
    private final Runnable onGo;
    private final Consumer<ServiceError> onStop;
    private boolean waiting;
    private long waitingSinceNanos;

    /// @param onGo all that waited may go; not called for what may go at once
    CreditGate(RelayHooks hooks, DeliveredText text, Runnable onGo, Consumer<ServiceError> onStop) {
        this.hooks = hooks;
        this.text = text;
        this.onGo = onGo;
        this.onStop = onStop;
    }

    /// @return true when all complete chunks may go at once
    boolean asks() {
        return !waiting && obey(hooks.mayDeliver(tokens()));
    }

    boolean isWaiting() {
        return waiting;
    }

    /// 0 when it does not wait.
    long waitedNanos(long now) {
        return waiting ? now - waitingSinceNanos : 0;
    }

    /// The answer no longer matters.
    void forget() {
        waiting = false;
    }

    /// Estimated far from the end of what is paid for, counted close to it, so that nothing goes out beyond.
    private long tokens() {
        return text.mostWithWaiting() > hooks.paidFor() ? text.exactWithWaiting() : text.likelyWithWaiting();
    }

    private boolean obey(Gate gate) {
        return switch (gate) {
            case Gate.Go() -> true;
            case Gate.Wait(var then) -> {
                waiting = true;
                waitingSinceNanos = System.nanoTime();
                then.onComplete(this::answered);
                yield false;
            }
            case Gate.Stop(ServiceError error) -> {
                onStop.accept(error);
                yield false;
            }
        };
    }

    private void answered(AsyncResult<Gate> answer) {
        if (!waiting) {
            return;
        }
        waiting = false;
        // What came behind the chunk that was asked for is asked for now.
        if (answer.failed()) {
            onStop.accept(unavailable());
        } else if (obey(answer.result()) && asks()) {
            onGo.run();
        }
    }

    static ServiceError unavailable() {
        return new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "Credit cannot be confirmed at the moment.");
    }
}
