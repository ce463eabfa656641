package dev.tollgate.edge.pipeline;

import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.dispatch.DispatchRequest;
import dev.tollgate.edge.dispatch.Dispatcher;
import dev.tollgate.edge.door.Refusals;
import dev.tollgate.edge.journal.Journal;
import dev.tollgate.edge.metering.TokenCounter;
import jakarta.inject.Singleton;

/// Opens the books of an admitted request and hands it, with them, to the dispatcher.
@Singleton
class BooksKeeper {
    private final Admission admission;
    private final Journal journal;
    private final LiveStreams streams;
    private final Dispatcher dispatcher;
    private final TokenCounter tokens;
    private final PipelineMetrics metrics;
    private final Refusals refusals;
    private final Snapshots snapshots;

    BooksKeeper(
            Admission admission,
            Journal journal,
            LiveStreams streams,
            Dispatcher dispatcher,
            TokenCounter tokens,
            PipelineMetrics metrics,
            Refusals refusals,
            Snapshots snapshots) {
        this.admission = admission;
        this.journal = journal;
        this.streams = streams;
        this.dispatcher = dispatcher;
        this.tokens = tokens;
        this.metrics = metrics;
        this.refusals = refusals;
        this.snapshots = snapshots;
    }

    /// From here on the dispatcher relays, and the books meter and settle at its hooks.
    void run(Call call, Admission.Outcome.Admitted admitted) {
        if (call.asked().body().flows()) {
            LiveStreams.Live live =
                    streams.enter(call.key().keyId(), call.exchange().startNanos());
            if (live.isRevoked()) {
                live.leave();
                admitted.permit().giveBack();
                admitted.reservation().release();
                call.dropped();
                refusals.refuse(call.refused(), LiveStreams.REVOKED);
            } else {
                live.run(() -> dispatcher.dispatch(request(call, admitted, live::leave)));
            }
        } else {
            dispatcher.dispatch(request(call, admitted, BooksKeeper::noStream));
        }
    }

    private DispatchRequest request(Call call, Admission.Outcome.Admitted admitted, Runnable onEnd) {
        Books books = new Books(call, admitted, this, onEnd);
        return new DispatchRequest(
                call.exchange().id(),
                call.asked().body(call.route().model(), call.route().price()),
                call.route().model().outputBound(),
                books.outputBound().perChoice(),
                call.route().targets(),
                call.asked().affinity() ^ call.key().keyId().hashCode(),
                call.exchange().startNanos(),
                admitted.permit().headers(),
                call.exchange().request().getHeader("traceparent"),
                call.exchange().errors(),
                call.exchange().response(),
                books);
    }

    Admission admission() {
        return admission;
    }

    Journal journal() {
        return journal;
    }

    TokenCounter tokens() {
        return tokens;
    }

    PipelineMetrics metrics() {
        return metrics;
    }

    /// Unix milliseconds; 0 when not known.
    long pricesKnownAt() {
        return snapshots.pricesKnownAt();
    }

    private static void noStream() {
        // Nobody waits for its end.
    }
}
