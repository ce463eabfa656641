package dev.tollgate.edge.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.edge.provider.spi.RealtimeEvent;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The end of a session: the caller is told and closed at once; the provider is asked to stop, and given a moment
/// to say what it used, so that a caller who leaves right before the bill is charged for what was delivered (rules
/// 17). At a shutdown the caller is closed last: who is told to come back finds all that was said in the books.
final class SessionEnd {
    private static final int NORMAL = 1000;

    private final SessionTools tools;
    private final Side client;
    private final Side provider;
    private final Turns turns;
    private final Standby standby;
    private final Consumer<Reason> onEnd;
    private @Nullable Reason reason;
    private boolean finished;
    private long watch = -1;
    private long wait = -1;

    SessionEnd(SessionTools tools, Side client, Side provider, Turns turns, Standby standby, Consumer<Reason> onEnd) {
        this.tools = tools;
        this.client = client;
        this.provider = provider;
        this.turns = turns;
        this.standby = standby;
        this.onEnd = onEnd;
    }

    /// @param timer that looks after the session until it ends
    void watch(long timer) {
        watch = timer;
    }

    boolean isEnding() {
        return reason != null;
    }

    /// Why it ended.
    Reason reason() {
        Reason why = reason;
        return why == null ? Reason.BROKEN : why;
    }

    static Outcome outcomeOf(RealtimeEvent.ResponseDone done) {
        return done.failed() ? Outcome.UPSTREAM_FAILED : Outcome.COMPLETED;
    }

    /// Begins it, once.
    ///
    /// @param event the last one for the caller, or null
    void end(Reason why, @Nullable String event) {
        if (reason != null) {
            return;
        }
        reason = why;
        tools.vertx().cancelTimer(watch);
        if (event != null) {
            client.tell(event);
        }
        if (why != Reason.DRAINED) {
            hangUp(why);
        }
        client.letGo();
        standby.end();
        if (turns.isIdle() || provider.isClosed()) {
            finish();
            return;
        }
        List<String> running = turns.runningIds();
        if (running.isEmpty()) {
            // Asked for, and perhaps begun by now.
            provider.tell(cancel(null));
        }
        running.forEach(id -> provider.tell(cancel(id)));
        wait = tools.vertx().setTimer(tools.config().usageWait().toMillis(), late -> finish());
    }

    /// Nothing more is to be waited for.
    void providerGone() {
        finish();
    }

    /// An answer whose end came while the session ends.
    Future<Void> settle(Turn turn, @Nullable Quantities usage) {
        Future<Void> settled = turn.end(reason().outcome(), usage);
        if (turns.isIdle()) {
            settled.onComplete(any -> finish());
        }
        return settled;
    }

    /// An answer that the provider would not begin.
    Future<Void> refused(Turn turn) {
        Future<Void> settled = turn.end(Outcome.REFUSED, null);
        if (isEnding() && turns.isIdle()) {
            settled.onComplete(any -> finish());
        }
        return settled;
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        if (wait >= 0) {
            tools.vertx().cancelTimer(wait);
        }
        provider.close(NORMAL, "");
        turns.end(reason().outcome()).onComplete(settled -> {
            if (reason() == Reason.DRAINED) {
                hangUp(Reason.DRAINED);
            }
            onEnd.accept(reason());
        });
    }

    private void hangUp(Reason why) {
        client.close(why.closeCode(), why.label());
    }

    /// @param id of one response, or null for the one that is under way
    static String cancel(@Nullable String id) {
        var event = JsonNodeFactory.instance.objectNode().put("type", "response.cancel");
        return (id == null ? event : event.put("response_id", id)).toString();
    }
}
